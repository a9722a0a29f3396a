using ElasticGrains.Engine.Jobs;
using ElasticGrains.Jobs;
using ElasticGrains.Ledger;
using ElasticGrains.Runtime.Diagnostics;
using ElasticGrains.Scheduling;
using Microsoft.Extensions.Logging;

namespace ElasticGrains.Runtime.Jobs;

/// <summary>How a job comes to be under this writer.</summary>
internal sealed partial class RunningJob
{
    /// <summary>Becomes the writer of a job; null when there is no such job.</summary>
    public static async Task<RunningJob?> LoadAsync(JobServices services, string jobId, JobMessages messages, ILogger logger)
    {
        // Of a job that has ended nobody becomes the writer: it is only looked at, and its row stays free for whoever forgets it.
        if (await services.Ledger.FindAsync(jobId) is not { } found || await services.BecomeWriterAsync(found.Entry) is not { } epoch
            || (found.Entry.Phase.IsFinal() ? found : await services.Ledger.FindAsync(jobId)) is not { } job)
        {
            return null;
        }

        var (entry, spec, lastNumber) = job;
        var reducer = ReducerOf(services, spec, entry.Items);
        if (!entry.Phase.IsFinal())
        {
            reducer.Restore(services.Ledger, lastNumber);
            GridMeter.JobWoken();
            Log.JobStarted(logger, LogLevel.Information, jobId, epoch, entry.Committed, entry.Items);
        }

        var history = await services.Ledger.ReadCondensedHistoryAsync(jobId)
            ?? throw new InvalidOperationException($"Job '{jobId}' is in the list of jobs, but has no history.");
        return Begin(services, history, epoch, reducer, messages, logger);
    }

    /// <summary>Accepts a job as its first writer, together with its plan and, when a slot is there, its first grant: nothing is read.</summary>
    /// <param name="services">The silo.</param>
    /// <param name="accepted">The job.</param>
    /// <param name="slot">A slot for it.</param>
    /// <param name="slotsAsked">How many slots were asked for in its name.</param>
    /// <param name="messages">Its way to others.</param>
    /// <param name="logger">Its log.</param>
    /// <returns>The job too when it is new.</returns>
    public static async Task<(AcceptOutcome Outcome, RunningJob? Job)> AcceptAsync(
        JobServices services, LedgerEvent.Accepted accepted, SlotLease? slot, int slotsAsked, JobMessages messages, ILogger logger)
    {
        var writer = new LedgerEvent.WriterTaken(1, services.Environment.Writer, services.Time.GetUtcNow());
        var history = new JobHistory(accepted.Spec.Id, writer.Epoch, [accepted, writer]);
        var job = Begin(services, history, writer.Epoch, ReducerOf(services, accepted.Spec, accepted.Items), messages, logger);
        var first = new HeldAppend();
        job._append = first.AppendAsync;
        AcceptOutcome outcome;
        try
        {
            job.Tell(new JobEvent.Activated(services.Slots.Usable) { Here = services.Environment.Silo, Asked = slotsAsked, HasSlot = slot is not null });
            if (slot is not null)
            {
                job.Tell(new JobEvent.SlotOffered(slot));
            }

            outcome = await services.Ledger.AcceptAsWriterAsync(accepted, writer, first.Batch);
        }
        catch
        {
            job.Abandon(slot);
            throw;
        }

        if (outcome != AcceptOutcome.Accepted)
        {
            job.Abandon(slot);
            return (outcome, null);
        }

        GridMeter.JobAccepted();
        Log.JobStarted(logger, LogLevel.Debug, accepted.Spec.Id, writer.Epoch, 0, accepted.Items);
        job._append = batch => services.Ledger.AppendAsync(batch);
        first.Applied(writer.Epoch);
        return (outcome, job);
    }

    private static RunningJob Begin(JobServices services, JobHistory history, long epoch, JobReducer reducer, JobMessages messages, ILogger logger)
    {
        var now = services.Time.GetUtcNow();
        var machine = new JobMachine(history, epoch, now, services.Timings);
        var log = services.Recorder.Open(EventRecorder.Job, history.JobId, new JobStart(history, epoch, now, services.Timings));
        return new RunningJob(services, machine, reducer, messages, log, logger);
    }

    private static JobReducer ReducerOf(JobServices services, JobSpec spec, long items) => new(
        spec.Id, items, services.Kernels.Get(spec.Kernel, spec.KernelVersion).Bind(spec.Input), services.Blocks, services.KernelThread, services.Time);
}
