using ElasticGrains.Jobs;
using ElasticGrains.Ledger;

namespace ElasticGrains.Engine.Jobs;

/// <summary>A job as the ledger knows it: the fold of its events. Untouched shards cost nothing.</summary>
public sealed class JobState
{
    private readonly Dictionary<int, ShardState> _touched = [];
    private LedgerEvent.Accepted? _accepted;

    /// <summary>The spec.</summary>
    public JobSpec Spec => Accepted.Spec;

    /// <summary>The first event.</summary>
    public LedgerEvent.Accepted Accepted => _accepted ?? throw new InvalidOperationException("The history does not begin with 'accepted'.");

    /// <summary>All items.</summary>
    public long Items => Accepted.Items;

    /// <summary>The phase.</summary>
    public JobPhase Phase { get; private set; } = JobPhase.Accepted;

    /// <summary>The number of the last commit.</summary>
    public long LastNumber { get; private set; }

    /// <summary>Items in committed ranges.</summary>
    public long Committed { get; private set; }

    /// <summary>Shards that were planned.</summary>
    public int PlannedShards { get; private set; }

    /// <summary>All shards, planned and split off; their numbers are 0 … this − 1.</summary>
    public int Shards { get; private set; }

    /// <summary>Shards whose range is fully committed.</summary>
    public int Done { get; private set; }

    /// <summary>Ranges given up, in the order in which they were.</summary>
    public List<ItemRange> Quarantined { get; } = [];

    /// <summary>Why the first of them was given up.</summary>
    public Failure? QuarantineFailure { get; private set; }

    /// <summary>How the job ended.</summary>
    public JobOutcome? Outcome { get; private set; }

    /// <summary>The failure of the latest failed attempt.</summary>
    public Failure? LastFailure { get; private set; }

    /// <summary>The lowest planned shard that was never granted.</summary>
    public int NextUntouched { get; private set; }

    /// <summary>Shards that have events of their own.</summary>
    public IReadOnlyCollection<ShardState> Touched => _touched.Values;

    /// <summary>The fold of a history.</summary>
    public static JobState Of(JobHistory history)
    {
        ArgumentNullException.ThrowIfNull(history);
        var state = new JobState();
        foreach (var happened in history.Events)
        {
            state.Apply(happened);
        }

        state.Committed = history.Totals?.Items ?? state.Committed;
        state.FinishWhenCovered();
        return state;
    }

    /// <summary>A shard; it counts as touched from now on.</summary>
    public ShardState Shard(int number)
    {
        if (!_touched.TryGetValue(number, out var shard))
        {
            ArgumentOutOfRangeException.ThrowIfNegative(number);
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(number, PlannedShards);
            shard = new ShardState(number, EvenCut.Of(Items, PlannedShards, number));
            _touched.Add(number, shard);
        }

        return shard;
    }

    /// <summary>A shard, or null when there is none of that number.</summary>
    public ShardState? Find(int number) => number >= 0 && number < Shards ? Shard(number) : null;

    /// <summary>Applies one event.</summary>
    public void Apply(LedgerEvent happened)
    {
        switch (happened)
        {
            case LedgerEvent.Accepted accepted:
                _accepted = accepted;
                break;
            case LedgerEvent.WriterTaken:
                break;
            case LedgerEvent.Planned planned:
                PlannedShards = Shards = planned.Shards;
                Phase = planned.Shards == 0 ? JobPhase.Finishing : JobPhase.Running;
                break;
            case LedgerEvent.Granted granted:
                ApplyGranted(granted);
                break;
            case LedgerEvent.Adopted adopted:
                var taken = Shard(adopted.Shard);
                taken.AdoptedFrom = adopted.FromAttempt;
                taken.Attempt = adopted.Attempt;
                break;
            case LedgerEvent.Split split:
                ApplySplit(split);
                break;
            case LedgerEvent.Committed committed:
                ApplyCommitted(committed);
                break;
            case LedgerEvent.AttemptEnded ended:
                ApplyEnded(ended);
                break;
            case LedgerEvent.Quarantined quarantined:
                Shard(quarantined.Shard).Phase = ShardPhase.Quarantined;
                Quarantined.Add(quarantined.Range);
                QuarantineFailure ??= quarantined.Failure;
                break;
            case LedgerEvent.Finished finished:
                Outcome = finished.Outcome;
                Phase = finished.Outcome.Phase;
                break;
            default:
                throw new InvalidOperationException($"Event {happened} is not known to this version.");
        }
    }

    private void ApplyGranted(LedgerEvent.Granted granted)
    {
        var shard = Shard(granted.Shard);
        shard.Attempt = granted.Attempt;
        shard.AdoptedFrom = 0;
        shard.Phase = ShardPhase.Running;
        NextUntouched = granted.Shard < PlannedShards ? Math.Max(NextUntouched, granted.Shard + 1) : NextUntouched;
    }

    private void ApplySplit(LedgerEvent.Split split)
    {
        var shard = Shard(split.Shard);
        _touched.Add(split.NewShard, new ShardState(split.NewShard, new ItemRange(split.At, shard.End)));
        shard.End = split.At;
        Shards = split.NewShard + 1;
    }

    private void ApplyCommitted(LedgerEvent.Committed committed)
    {
        var shard = Shard(committed.Shard);
        shard.CommittedEnd = committed.Range.End;
        shard.LastCommit = committed;
        shard.FailuresInARow = 0;
        LastNumber = committed.Number;
        Committed += committed.Range.Length;
        FinishWhenCovered();
    }

    private void FinishWhenCovered()
    {
        if (Committed == Items && Phase == JobPhase.Running)
        {
            Phase = JobPhase.Finishing;
        }
    }

    private void ApplyEnded(LedgerEvent.AttemptEnded ended)
    {
        var shard = Shard(ended.Shard);
        shard.AdoptedFrom = 0;
        shard.Phase = shard.Rest.IsEmpty ? ShardPhase.Done : ShardPhase.Pending;
        Done += shard.Phase == ShardPhase.Done ? 1 : 0;
        if (ended.End == AttemptEnd.Failed)
        {
            shard.FailuresInARow++;
            shard.LastFailure = LastFailure = ended.Failure;
        }
    }
}
