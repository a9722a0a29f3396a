using System.Runtime.InteropServices;
using ElasticGrains.Engine.Jobs;
using ElasticGrains.Jobs;
using ElasticGrains.Ledger;

namespace ElasticGrains.Engine.Ledger;

/// <summary>
/// The fold of a job's events as far as the next append has to be judged by it. Shards that nothing has happened to cost nothing.
/// An append is applied event by event and rolled back whole when one breaks a rule. Not safe for concurrent use.
/// </summary>
public sealed class JobLedgerState
{
    private readonly Dictionary<int, ShardLedgerState> _touched;
    private readonly RunHeads _heads = new();
    private readonly Func<int, int?> _moreOf;
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
        _moreOf = head => _touched.TryGetValue(head, out var run) ? run.More : null;
        foreach (var (shard, state) in _touched)
        {
            if (state.More > 0)
            {
                _heads.Add(shard);
            }
        }
    }

    /// <summary>The job as a whole.</summary>
    public JobLedgerTotals Totals => _totals;

    /// <summary>How many shards and runs are kept.</summary>
    public int TouchedCount => _touched.Count;

    /// <summary>What is kept: shards and runs that something has happened to.</summary>
    public IEnumerable<KeyValuePair<int, ShardLedgerState>> Touched => _touched;

    /// <summary>The shards and runs that the last append touched; one that it touched twice may be named twice.</summary>
    public IEnumerable<int> JustTouched => _journal.Select(entry => entry.Shard);

    /// <summary>The shard, or the run that it names; all zero when there is no such shard.</summary>
    public ShardLedgerState Shard(int shard) => _touched.TryGetValue(shard, out var state) ? state : Untouched(shard);

    /// <summary>The shard that names the run of this one; the shard itself when it is in none.</summary>
    public int HeadOf(int shard) => _touched.ContainsKey(shard) ? shard : _heads.Of(shard, _moreOf);

    /// <summary>The items of one shard, also of one inside a run.</summary>
    public ItemRange RangeOf(int shard)
    {
        var head = HeadOf(shard);
        var run = Shard(head);
        if (run.More == 0)
        {
            return new ItemRange(run.Start, Math.Max(run.Start, run.End));
        }

        var planned = EvenCut.Of(_totals.Items, _totals.PlannedShards!.Value, shard);
        return new ItemRange(planned.Start, Math.Clamp(run.End, planned.Start, planned.End));
    }

    /// <summary>True when the plan or a split made this shard.</summary>
    public bool HasShard(int shard) => shard >= 0 && shard < _totals.Shards;

    /// <summary>True when all these shards are of the plan and nothing has happened to any of them.</summary>
    public bool AreUntouched(int first, int count)
    {
        if (first < 0 || first > (_totals.PlannedShards ?? 0) - count || HeadOf(first) != first)
        {
            return false;
        }

        for (var shard = first; shard < first + count; shard++)
        {
            if (_touched.ContainsKey(shard))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Gives the job to a new writer. Running attempts go on: the new writer adopts or ends them.</summary>
    public long TakeWriter()
    {
        _journal.Clear();
        _totals.Sequence++;
        _totals.Version = 0;
        _totals.Digest = null;
        return ++_totals.WriterEpoch;
    }

    /// <summary>Opens a job that failed or was cancelled again, and gives it to a new writer. Nothing runs any more; what was given up may.</summary>
    /// <param name="epoch">The new writer's epoch; 0 where nothing was opened.</param>
    public ReopenOutcome Reopen(out long epoch)
    {
        epoch = 0;
        if (_totals.Final is not (JobPhase.Failed or JobPhase.Cancelled))
        {
            return _totals.Final is null ? ReopenOutcome.NotEnded : ReopenOutcome.Succeeded;
        }

        _totals.Sequence++;
        _totals.Final = null;
        _totals.FinishedAt = null;
        epoch = TakeWriter();
        foreach (var (shard, state) in _touched.Where(it => it.Value.Running != 0 || it.Value.IsQuarantined).ToList())
        {
            Touch(shard) = state with { Running = 0, IsQuarantined = false };
        }

        return ReopenOutcome.Reopened;
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
                Touch(HeadOf(it.Shard)).CommittedEnd = it.Range.End;
                _totals.Committed += it.Range.Length;
                _totals.Cover = _totals.Cover.With(it.Range.Start, it.Range.End, it.Payload.Checksum);
                _totals.LastNumber = it.Number;
                break;
            case LedgerEvent.Granted it:
                Run(it.Shard, it.Attempt);
                Widen(it.Shard, it.More);
                break;
            case LedgerEvent.Adopted it:
                Run(it.Shard, it.Attempt);
                break;
            case LedgerEvent.AttemptEnded it:
                Touch(it.Shard).Running = 0;
                break;
            case LedgerEvent.Split it:
                Split(it);
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

    private void Widen(int shard, int more)
    {
        ref var state = ref Touch(shard);
        if (more > state.More)
        {
            state.More = more;
            state.End = Untouched(shard + more).End;
            _heads.Add(shard);
        }
    }

    private void Split(LedgerEvent.Split it)
    {
        var whole = Shard(it.Shard);
        var rest = new ShardLedgerState(new ItemRange(it.At, Math.Max(it.At, whole.End)));
        if (it.NewShard < _totals.Shards)
        {
            rest.More = it.Shard + whole.More - it.NewShard;
            rest.LastAttempt = whole.LastAttempt;
            _heads.Add(it.NewShard);
            Touch(it.Shard).More = it.NewShard - it.Shard - 1;
        }

        Touch(it.Shard).End = it.At;
        Touch(it.NewShard) = rest;
        _totals.Shards = Math.Max(_totals.Shards, it.NewShard + 1);
    }

    private ref ShardLedgerState Touch(int shard)
    {
        // The commits of a run follow each other: one note of what it was before them will do.
        if (_journal.Count > 0 && _journal[^1].Shard == shard)
        {
            return ref CollectionsMarshal.GetValueRefOrNullRef(_touched, shard);
        }

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
