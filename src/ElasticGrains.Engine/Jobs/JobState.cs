using ElasticGrains.Jobs;
using ElasticGrains.Ledger;
using ElasticGrains.Scheduling;

namespace ElasticGrains.Engine.Jobs;

/// <summary>A job as the ledger knows it: the fold of its events. Untouched shards cost nothing.</summary>
public sealed partial class JobState
{
    private readonly Dictionary<int, ShardState> _touched = [];
    private readonly RunHeads _heads = new();
    private Func<int, int?>? _moreOf;
    private ShardState? _last;
    private bool _isPlanned;
    private long _writer;
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

    /// <summary>What was kept of the input of such ranges.</summary>
    public CapturedInputs Inputs { get; } = new();

    /// <summary>True when blocks may be stored that nothing refers to: an attempt, its writer or the job was broken off, or a partial or the answer is a block, which may have been stored twice.</summary>
    public bool MayHaveOrphans { get; private set; }

    /// <summary>How the job ended.</summary>
    public JobOutcome? Outcome { get; private set; }

    /// <summary>The job whose answer it has; null when it has its own, or none.</summary>
    public AnswerSource? CopiedFrom { get; private set; }

    /// <summary>Items that need not be computed any more: those that are committed, or all that a copied answer stands for.</summary>
    public long Settled => CopiedFrom is null ? Committed : Items;

    /// <summary>Since when it runs: its acceptance, or the last time that it was opened again.</summary>
    public DateTimeOffset OpenedAt { get; private set; }

    /// <summary>The failure of the latest failed attempt.</summary>
    public Failure? LastFailure { get; private set; }

    /// <summary>The lowest planned shard that was never granted.</summary>
    public int NextUntouched { get; private set; }

    /// <summary>Shards and runs that have events of their own.</summary>
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

    /// <summary>Applies one event.</summary>
    public void Apply(LedgerEvent happened)
    {
        switch (happened)
        {
            case LedgerEvent.Accepted accepted:
                (_accepted, OpenedAt) = (accepted, accepted.At);
                break;
            case LedgerEvent.WriterTaken writer:
                (_writer, MayHaveOrphans) = (writer.Epoch, MayHaveOrphans || writer.Epoch > 1);
                break;
            case LedgerEvent.Planned planned:
                _isPlanned = true;
                PlannedShards = Shards = planned.Shards;
                Phase = planned.Shards == 0 ? JobPhase.Finishing : JobPhase.Running;
                break;
            case LedgerEvent.Granted granted:
                ApplyGranted(granted);
                break;
            case LedgerEvent.Adopted adopted:
                var taken = Touch(adopted.Shard);
                (taken.AdoptedFrom, taken.Attempt, taken.HasSlot, taken.Writer) = (adopted.FromAttempt, adopted.Attempt, true, _writer);
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
                Touch(quarantined.Shard).Phase = ShardPhase.Quarantined;
                Quarantined.Add(quarantined.Range);
                QuarantineFailure ??= quarantined.Failure;
                Inputs.Add(quarantined);
                Exonerate(quarantined);
                break;
            case LedgerEvent.Finished finished:
                (Outcome, CopiedFrom) = (finished.Outcome, finished.CopiedFrom);
                Phase = finished.Outcome.Phase;
                MayHaveOrphans |= Phase != JobPhase.Succeeded || Outcome.ResultBlock is not null;
                break;
            case LedgerEvent.Reopened reopened:
                ApplyReopened(reopened);
                break;
            default:
                throw new InvalidOperationException($"Event {happened} is not known to this version.");
        }
    }

    private void ApplyGranted(LedgerEvent.Granted granted)
    {
        var shard = Touch(granted.Shard);
        if (granted.More > shard.More)
        {
            shard.More = granted.More;
            shard.End = EvenCut.Of(Items, PlannedShards, granted.Shard + granted.More).End;
            _heads.Add(granted.Shard);
        }

        shard.Attempt = granted.Attempt;
        shard.AdoptedFrom = 0;
        (shard.Silo, shard.IsAlone, shard.HasSlot, shard.Writer) = (granted.Silo, granted.IsAlone, false, _writer);
        shard.Lease = granted.LeaseEpoch == 0
            ? null
            : new SlotLease(granted.Silo, granted.Slot, granted.LeaseEpoch) { IsExpress = granted.IsExpress, IsAlone = granted.IsAlone };
        shard.Phase = ShardPhase.Running;
        NextUntouched = granted.Shard < PlannedShards ? Math.Max(NextUntouched, granted.Shard + 1 + shard.More) : NextUntouched;
    }

    private void ApplySplit(LedgerEvent.Split split)
    {
        var shard = Touch(split.Shard);
        var rest = new ShardState(split.NewShard, new ItemRange(split.At, shard.End)) { Deaths = shard.Deaths };
        if (split.NewShard < Shards)
        {
            // Between two shards of a run: the second heads the new one, and its attempts count on.
            rest.More = shard.Number + shard.More - split.NewShard;
            rest.Attempt = shard.Attempt;
            shard.More = split.NewShard - shard.Number - 1;
            _heads.Add(split.NewShard);
        }

        _touched.Add(split.NewShard, rest);
        shard.End = split.At;
        Shards = Math.Max(Shards, split.NewShard + 1);
    }

    private void ApplyCommitted(LedgerEvent.Committed committed)
    {
        var shard = Touch(committed.Shard);
        Done += DoneBefore(shard, committed.Range.End) - DoneBefore(shard, shard.CommittedEnd);
        shard.Deaths = shard.IsSuspect && committed.Shard < shard.Number + shard.More ? shard.Deaths : [];
        shard.CommittedEnd = committed.Range.End;
        shard.LastCommit = new CommitMark(committed.Number, committed.Attempt, committed.Range);
        shard.FailuresInARow = 0;
        LastNumber = committed.Number;
        MayHaveOrphans |= committed.Payload.Block is not null;
        Committed += committed.Range.Length;
        FinishWhenCovered();
    }

    private void ApplyReopened(LedgerEvent.Reopened reopened)
    {
        OpenedAt = reopened.At;
        Outcome = null;
        QuarantineFailure = null;
        Quarantined.Clear();
        foreach (var shard in _touched.Values)
        {
            shard.Phase = shard.Rest.IsEmpty ? ShardPhase.Done : ShardPhase.Pending;
            shard.FailuresInARow = 0;
            shard.AdoptedFrom = 0;
            shard.Deaths = [];
        }

        Phase = _isPlanned ? JobPhase.Running : JobPhase.Accepted;
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
        var shard = Touch(ended.Shard);
        shard.AdoptedFrom = 0;
        shard.Phase = shard.Rest.IsEmpty ? ShardPhase.Done : ShardPhase.Pending;
        MayHaveOrphans |= ended is not ({ End: AttemptEnd.Completed or AttemptEnd.Refused } or { Move: not null, Abandoned: 0 });
        if (ended.Death is { } death)
        {
            shard.Deaths = [.. shard.Deaths.TakeLast(death.InARow - 1), death];
        }

        if (ended.End == AttemptEnd.Failed)
        {
            shard.FailuresInARow++;
            shard.LastFailure = LastFailure = ended.Failure;
        }
    }

    /// <summary>The deaths of silos that a shard has caused are no evidence against others.</summary>
    private void Exonerate(LedgerEvent.Quarantined convict)
    {
        if (convict.Failure.Kind == Suspicion.FailureKind)
        {
            var killed = Touch(convict.Shard).Deaths.Select(death => death.Silo).ToHashSet(StringComparer.Ordinal);
            foreach (var shard in _touched.Values.Where(shard => shard.Number != convict.Shard && shard.Deaths.Count > 0))
            {
                shard.Deaths = [.. shard.Deaths.Where(death => !killed.Contains(death.Silo))];
            }
        }
    }
}
