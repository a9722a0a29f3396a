using System.Runtime.InteropServices;
using ElasticGrains.Engine.Jobs;
using ElasticGrains.Ledger;

namespace ElasticGrains.Engine.Ledger;

/// <summary>
/// The fold of a job's events as far as the next append has to be judged by it. Shards that nothing has happened to cost nothing.
/// An append is applied event by event and rolled back whole when one breaks a rule. Not safe for concurrent use.
/// </summary>
public sealed class JobLedgerState
{
    private readonly Dictionary<int, ShardLedgerState> _touched;
    private readonly List<(int Shard, bool Existed, ShardLedgerState Before)> _journal = [];
    private JobLedgerTotals _totals;
    private JobLedgerTotals _before;

    /// <summary>The state of a job that has just been accepted.</summary>
    public JobLedgerState(LedgerEvent.Accepted job)
        : this(new JobLedgerTotals { Items = Checked(job).Items, Sequence = 1 }, [])
    {
    }

    /// <summary>The state as a store kept it.</summary>
    public JobLedgerState(JobLedgerTotals totals, IEnumerable<KeyValuePair<int, ShardLedgerState>> touched)
    {
        _totals = totals;
        _touched = new Dictionary<int, ShardLedgerState>(touched);
    }

    /// <summary>The job as a whole.</summary>
    public JobLedgerTotals Totals => _totals;

    /// <summary>The shards that the last append touched; one that it touched twice is named twice.</summary>
    public IEnumerable<int> JustTouched => _journal.Select(entry => entry.Shard);

    /// <summary>The shard; all zero when there is no such shard.</summary>
    public ShardLedgerState Shard(int shard) => _touched.TryGetValue(shard, out var state) ? state : Untouched(shard);

    /// <summary>True when the plan or a split made this shard.</summary>
    public bool HasShard(int shard) => shard >= 0 && shard < _totals.Shards;

    /// <summary>Gives the job to a new writer. Running attempts go on: the new writer adopts or ends them.</summary>
    public long TakeWriter()
    {
        _journal.Clear();
        _totals.Sequence++;
        _totals.Version = 0;
        _totals.Digest = null;
        return ++_totals.WriterEpoch;
    }

    /// <summary>Keeps the digest of the last append, for a store that does not keep its events at hand.</summary>
    public void Remember(ulong digest) => _totals.Digest = digest;

    internal void Begin()
    {
        _before = _totals;
        _journal.Clear();
    }

    internal void Complete(long version)
    {
        _totals.Version = version;
        _totals.Digest = null;
    }

    internal void Rollback()
    {
        _totals = _before;
        for (var i = _journal.Count - 1; i >= 0; i--)
        {
            var (shard, existed, before) = _journal[i];
            if (existed)
            {
                _touched[shard] = before;
            }
            else
            {
                _touched.Remove(shard);
            }
        }

        _journal.Clear();
    }

    internal void Apply(LedgerEvent happened)
    {
        _totals.Sequence++;
        switch (happened)
        {
            case LedgerEvent.Committed it:
                Touch(it.Shard).CommittedEnd = it.Range.End;
                _totals.Committed += it.Range.Length;
                _totals.Cover = _totals.Cover.With(it.Range.Start, it.Range.End, it.Payload.Checksum);
                _totals.LastNumber = it.Number;
                break;
            case LedgerEvent.Granted it:
                Run(it.Shard, it.Attempt);
                break;
            case LedgerEvent.Adopted it:
                Run(it.Shard, it.Attempt);
                break;
            case LedgerEvent.AttemptEnded it:
                Touch(it.Shard).Running = 0;
                break;
            case LedgerEvent.Split it:
                var end = Shard(it.Shard).End;
                Touch(it.Shard).End = it.At;
                Touch(it.NewShard) = new ShardLedgerState(new ItemRange(it.At, Math.Max(it.At, end)));
                _totals.Shards = Math.Max(_totals.Shards, it.NewShard + 1);
                break;
            case LedgerEvent.Quarantined it:
                Touch(it.Shard).IsQuarantined = true;
                break;
            case LedgerEvent.Planned it:
                _totals.PlannedShards = it.Shards;
                _totals.Shards = it.Shards;
                break;
            case LedgerEvent.Finished it:
                _totals.Final = it.Outcome.Phase;
                _totals.FinishedAt = it.At;
                break;
        }
    }

    private static LedgerEvent.Accepted Checked(LedgerEvent.Accepted job)
    {
        ArgumentNullException.ThrowIfNull(job);
        ArgumentOutOfRangeException.ThrowIfNegative(job.Items);
        return job;
    }

    private void Run(int shard, long attempt)
    {
        ref var state = ref Touch(shard);
        state.LastAttempt = attempt;
        state.Running = attempt;
    }

    private ref ShardLedgerState Touch(int shard)
    {
        ref var state = ref CollectionsMarshal.GetValueRefOrAddDefault(_touched, shard, out var existed);
        _journal.Add((shard, existed, state));
        if (!existed)
        {
            state = Untouched(shard);
        }

        return ref state;
    }

    private ShardLedgerState Untouched(int shard) =>
        _totals.PlannedShards is { } shards && shard >= 0 && shard < shards
            ? new ShardLedgerState(EvenCut.Of(_totals.Items, shards, shard))
            : default;
}
