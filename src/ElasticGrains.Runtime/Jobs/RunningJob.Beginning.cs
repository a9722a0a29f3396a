using ElasticGrains.Engine.Jobs;
using ElasticGrains.Jobs;
using ElasticGrains.Ledger;
using ElasticGrains.Runtime.Diagnostics;
using Microsoft.Extensions.Logging;

namespace ElasticGrains.Runtime.Jobs;

/// <summary>How a job comes to be under this writer.</summary>
internal sealed partial class RunningJob
{
    private string? _copiesFrom;

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

    /// <summary>
    /// Accepts a job as its first writer, together with its plan and, when a slot is there, its first grant: nothing is read. Or together with its end,
    /// where an earlier job has its answer; an answer in a block is copied once the job is there to own it.
    /// </summary>
    /// <param name="services">The silo.</param>
    /// <param name="accepted">The job.</param>
    /// <param name="opening">What there is for it.</param>
    /// <param name="messages">Its way to others.</param>
    /// <param name="logger">Its log.</param>
    /// <returns>The job too when it is new.</returns>
    public static async Task<(AcceptOutcome Outcome, RunningJob? Job)> AcceptAsync(
        JobServices services, LedgerEvent.Accepted accepted, Opening opening, JobMessages messages, ILogger logger)
    {
        var writer = new LedgerEvent.WriterTaken(1, services.Environment.Writer, services.Time.GetUtcNow());
        var history = new JobHistory(accepted.Spec.Id, writer.Epoch, [accepted, writer]);
        var job = Begin(services, history, writer.Epoch, ReducerOf(services, accepted.Spec, accepted.Items), messages, logger);
        var first = new HeldAppend();
        job._append = first.AppendAsync;
        AcceptOutcome outcome;
        try
        {
            job.Open(opening);
            outcome = await services.Ledger.AcceptAsWriterAsync(accepted, writer, first.Batch);
        }
        catch
        {
            job.Abandon(opening.Slot);
            throw;
        }

        if (outcome != AcceptOutcome.Accepted)
        {
            job.Abandon(opening.Slot);
            return (outcome, null);
        }

        GridMeter.JobAccepted();
        Log.JobStarted(logger, LogLevel.Debug, accepted.Spec.Id, writer.Epoch, 0, accepted.Items);
        job._append = batch => services.Ledger.AppendAsync(batch);
        first.Applied(writer.Epoch);
        if (opening.Answer is { End.Outcome.ResultBlock: not null } answer)
        {
            _ = job.CopyAsync(answer);
        }

        return (outcome, job);
    }

    private void Open(Opening opening)
    {
        if (opening.Answer is null)
        {
            Tell(Activated() with { Asked = opening.SlotsAsked, HasSlot = opening.Slot is not null });
            if (opening.Slot is { } slot)
            {
                Tell(new JobEvent.SlotOffered(slot));
            }
        }
        else if (opening.Answer is { Source: var source, End: { ResultHash: { } hash, Outcome: { ResultBlock: null } outcome } })
        {
            Tell(new JobEvent.AnswerFound(source, outcome.Result, hash));
        }
    }

    /// <summary>The end of a job whose answer an earlier one has in a block; what cannot be copied is computed.</summary>
    private async Task CopyAsync(CachedAnswer answer)
    {
        JobEvent next;
        _copiesFrom = answer.Source.JobId;
        try
        {
            next = new JobEvent.AnswerFound(answer.Source, default, answer.End.ResultHash!) { Block = await EarlierAnswers.CopyAsync(_services.Blocks, JobId, answer) };
        }
#pragma warning disable CA1031 // Whatever it is, the job can do without.
        catch (Exception error)
#pragma warning restore CA1031
        {
            Log.AnswerNotCopied(_logger, JobId, answer.Source.JobId, error.Message);
            next = Activated();
        }

        _copiesFrom = null;
        if (IsEnded)
        {
            // Another writer has the job: what it swept at the end was without this.
            _services.Blocks.SweepAsync(JobId).Forget(_logger);
        }

        Tell(next);
    }

    private JobEvent.Activated Activated() => new(_services.Slots.Usable) { Here = _services.Environment.Silo };

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
