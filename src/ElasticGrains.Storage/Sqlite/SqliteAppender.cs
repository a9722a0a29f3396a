using ElasticGrains.Engine.Ledger;
using ElasticGrains.Ledger;

namespace ElasticGrains.Storage.Sqlite;

/// <summary>
/// Judges and writes appends; belongs to the writing thread. The states of jobs are kept between appends, but trusted only when the job's
/// row, read inside the transaction, is the one they were kept with: a second process on the same file is noticed by that.
/// </summary>
internal sealed class SqliteAppender
{
    // A state costs about 100 bytes for each touched shard; jobs beyond this many are read again.
    private const int MaxStates = 256;

    private readonly Dictionary<string, (long Key, JobLedgerState State)> _states = new(StringComparer.Ordinal);
    private readonly HashSet<int> _touched = [];
    private readonly EventWriter _events = new();

    /// <summary>Forgets what a rolled back transaction may have changed.</summary>
    public void Forget() => _states.Clear();

    public AcceptOutcome Accept(SqliteSession session, LedgerEvent.Accepted job) => JobTable.Accept(session, job, _events);

    /// <summary>Accepts a job that is new with its first writer and what that appends; all of it was checked before.</summary>
    public AcceptOutcome Accept(SqliteSession session, LedgerEvent.Accepted job, LedgerEvent.WriterTaken writer, JobAppend? first)
    {
        var outcome = Accept(session, job);
        if (outcome == AcceptOutcome.Accepted)
        {
            TakeWriter(session, job.Spec.Id, writer.Writer, writer.At);
            if (first is not null)
            {
                Append(session, first);
            }
        }

        return outcome;
    }

    public long TakeWriter(SqliteSession session, string jobId, string writer, DateTimeOffset at)
    {
        var (key, totals) = JobTable.Find(session, jobId) ?? throw new KeyNotFoundException($"There is no job '{jobId}'.");
        if (totals.Final is not null)
        {
            return totals.WriterEpoch;
        }

        var state = StateOf(session, jobId, key, totals);
        var epoch = state.TakeWriter();
        JobTable.Update(session, key, state.Totals);
        _events.Write(session, key, state.Totals.Sequence, new LedgerEvent.WriterTaken(epoch, writer, at));
        return epoch;
    }

    public ReopenOutcome Reopen(SqliteSession session, string jobId, string writer, DateTimeOffset at)
    {
        if (JobTable.Find(session, jobId) is not var (key, totals))
        {
            return ReopenOutcome.NoSuchJob;
        }

        var state = StateOf(session, jobId, key, totals);
        if (state.Reopen(out var epoch) is not ReopenOutcome.Reopened and var refused)
        {
            return refused;
        }

        _events.Write(session, key, state.Totals.Sequence - 1, new LedgerEvent.Reopened(at));
        _events.Write(session, key, state.Totals.Sequence, new LedgerEvent.WriterTaken(epoch, writer, at));
        WriteShards(session, key, state);
        JobTable.Update(session, key, state.Totals);
        JobTable.ForgetCancel(session, key);
        return ReopenOutcome.Reopened;
    }

    public AppendOutcome Append(SqliteSession session, JobAppend append)
    {
        if (JobTable.Find(session, append.JobId) is not var (key, totals))
        {
            return new AppendOutcome(AppendStatus.Rejected, 0, $"There is no job '{append.JobId}'.");
        }

        var state = StateOf(session, append.JobId, key, totals);
        var outcome = LedgerRules.Strict.Apply(state, append);
        if (outcome.Status == AppendStatus.Applied)
        {
            state.Remember(EventDigest.Of(append.Events));
            Write(session, key, totals.Sequence, state, append);
        }

        return outcome;
    }

    private void Write(SqliteSession session, long key, long sequence, JobLedgerState state, JobAppend append)
    {
        foreach (var happened in append.Events)
        {
            _events.Write(session, key, ++sequence, happened);
        }

        WriteShards(session, key, state);
        JobTable.Update(session, key, state.Totals);
        if (state.Totals.Final is not null)
        {
            _states.Remove(append.JobId);
        }
    }

    private void WriteShards(SqliteSession session, long key, JobLedgerState state)
    {
        _touched.Clear();
        foreach (var shard in state.JustTouched)
        {
            if (_touched.Add(shard))
            {
                ShardTable.Write(session, key, shard, state.Shard(shard));
            }
        }
    }

    private JobLedgerState StateOf(SqliteSession session, string jobId, long key, in JobLedgerTotals totals)
    {
        if (_states.TryGetValue(jobId, out var known) && known.Key == key && known.State.Totals == totals)
        {
            return known.State;
        }

        if (_states.Count >= MaxStates)
        {
            _states.Clear();
        }

        var state = new JobLedgerState(totals, ShardTable.Read(session, key));
        _states[jobId] = (key, state);
        return state;
    }
}
