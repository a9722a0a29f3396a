using ElasticGrains.Blocks;
using ElasticGrains.Compute;
using ElasticGrains.Engine.Jobs;
using ElasticGrains.Jobs;
using ElasticGrains.Kernels;
using ElasticGrains.Ledger;
using ElasticGrains.Runtime.Diagnostics;
using ElasticGrains.Scheduling;
using ElasticGrains.Shards;
using Microsoft.Extensions.Logging;
using Orleans.Runtime.GrainDirectory;

namespace ElasticGrains.Runtime.Jobs;

/// <summary>What a job needs of its silo.</summary>
internal sealed record JobServices(
    IJobLedger Ledger, ISiloBlocks Blocks, KernelRegistry Kernels, JobAdmission Admission, CancelRequests Cancels, JobPulse Pulse, OpenJobs Open, IInnerShards InnerShards, ISlotRequests Requests, IGrainDirectoryCache Addresses, IJobEnvironment Environment, EventRecorder Recorder, TimeProvider Time)
{
    public IKernelThread KernelThread => Environment.KernelThread;

    public IComputeSlots Slots => Environment.Slots;

    public ISiloLosses Losses => Environment.Losses;

    public bool IsShared => Environment.IsShared;

    /// <summary>A job is written here.</summary>
    public void Enter(string jobId)
    {
        Open.Enter();
        Environment.Work.EnterJob(jobId);
    }

    /// <summary>A job is written here no more.</summary>
    public void Leave(string jobId)
    {
        Open.Leave();
        Environment.Work.LeaveJob(jobId);
    }

    public JobTimings Timings => Environment.Timings;

    /// <summary>Forgets the blocks of a job that has ended to which nothing refers, where there may be some.</summary>
    public void Sweep(JobState ended, ILogger logger)
    {
        if (ended.MayHaveOrphans)
        {
            Blocks.SweepAsync(ended.Spec.Id).Forget(logger);
        }
    }

    /// <summary>The epoch under which to write, 0 where the job has ended and nobody writes; null when it is not there any more.</summary>
    public async Task<long?> BecomeWriterAsync(JobEntry job)
    {
        try
        {
            return job.Phase.IsFinal() ? 0 : await Ledger.TakeWriterAsync(job.Id, Environment.Writer);
        }
        catch (KeyNotFoundException)
        {
            return null;
        }
    }
}
