using ElasticGrains.Compute;
using ElasticGrains.Engine.Jobs;

namespace ElasticGrains.Runtime.Jobs;

/// <summary>The silo around a job: its threads, its waits, and the name under which its jobs write.</summary>
internal interface IJobEnvironment
{
    IKernelThread KernelThread { get; }

    IComputeSlots Slots { get; }

    JobTimings Timings { get; }

    /// <summary>Names this writer in the ledger: host, process, silo.</summary>
    string Writer { get; }
}
