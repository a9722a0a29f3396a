using ElasticGrains.Engine.Ledger;
using ElasticGrains.Ledger;

namespace ElasticGrains.Storage.Postgres;

/// <summary>The jobs of one transaction, and the rows that judging its requests adds up to.</summary>
/// <param name="jobs">The jobs that are there, by id; accepted ones join them.</param>
/// <param name="newKeys">The keys set aside for jobs that are not there, by id.</param>
internal sealed class WriteSet(Dictionary<string, KnownJob> jobs, IReadOnlyDictionary<string, long> newKeys)
{
    public WriteRows Rows { get; } = new();

    public IReadOnlyDictionary<string, KnownJob> Jobs => jobs;

    public AcceptOutcome Accept(LedgerEvent.Accepted job)
    {
        if (jobs.TryGetValue(job.Spec.Id, out var known))
        {
            return known.SpecHash == job.SpecHash ? AcceptOutcome.Exists : AcceptOutcome.Conflict;
        }

        var accepted = new KnownJob(newKeys[job.Spec.Id], job.SpecHash, new JobLedgerState(job));
        jobs.Add(job.Spec.Id, accepted);
        Rows.Insert(accepted.Key, job);
        Rows.Add(accepted.Key, 1, job);
        return AcceptOutcome.Accepted;
    }

    /// <summary>Accepts a job that is new with its first writer and what that appends; all of it was checked before.</summary>
    public AcceptOutcome Accept(LedgerEvent.Accepted job, LedgerEvent.WriterTaken writer, JobAppend? first)
    {
        var outcome = Accept(job);
        if (outcome == AcceptOutcome.Accepted)
        {
            TakeWriter(job.Spec.Id, writer.Writer, writer.At);
            if (first is not null)
            {
                Append(first);
            }
        }

        return outcome;
    }

    /// <exception cref="KeyNotFoundException">There is no such job.</exception>
    public long TakeWriter(string jobId, string writer, DateTimeOffset at)
    {
        var job = jobs.GetValueOrDefault(jobId) ?? throw new KeyNotFoundException($"There is no job '{jobId}'.");
        if (job.State.Totals.Final is not null)
        {
            return job.State.Totals.WriterEpoch;
        }

        var epoch = job.State.TakeWriter();
        Rows.Add(job.Key, job.State.Totals.Sequence, new LedgerEvent.WriterTaken(epoch, writer, at));
        Rows.Set(job.Key, job.State.Totals);
        return epoch;
    }

    public ReopenOutcome Reopen(string jobId, string writer, DateTimeOffset at)
    {
        if (jobs.GetValueOrDefault(jobId) is not { } job)
        {
            return ReopenOutcome.NoSuchJob;
        }

        if (job.State.Reopen(out var epoch) is not ReopenOutcome.Reopened and var refused)
        {
            return refused;
        }

        Rows.Add(job.Key, job.State.Totals.Sequence - 1, new LedgerEvent.Reopened(at));
        Rows.Add(job.Key, job.State.Totals.Sequence, new LedgerEvent.WriterTaken(epoch, writer, at));
        Rows.Reopen(job.Key);
        SetRows(job);
        return ReopenOutcome.Reopened;
    }

    public AppendOutcome Append(JobAppend append)
    {
        if (jobs.GetValueOrDefault(append.JobId) is not { } job)
        {
            return new AppendOutcome(AppendStatus.Rejected, 0, $"There is no job '{append.JobId}'.");
        }

        var sequence = job.State.Totals.Sequence;
        var outcome = LedgerRules.Strict.Apply(job.State, append);
        if (outcome.Status == AppendStatus.Applied)
        {
            job.State.Remember(EventDigest.Of(append.Events));
            foreach (var happened in append.Events)
            {
                Rows.Add(job.Key, ++sequence, happened);
            }

            SetRows(job);
        }

        return outcome;
    }

    private void SetRows(KnownJob job)
    {
        foreach (var shard in job.State.JustTouched)
        {
            Rows.Set(job.Key, shard, job.State.Shard(shard));
        }

        Rows.Set(job.Key, job.State.Totals);
    }
}
