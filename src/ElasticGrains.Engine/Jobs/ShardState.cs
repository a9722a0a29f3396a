using ElasticGrains.Jobs;
using ElasticGrains.Ledger;
using ElasticGrains.Scheduling;

namespace ElasticGrains.Engine.Jobs;

/// <summary>A shard as the ledger knows it, or the shards of a run together, named by the first.</summary>
public sealed class ShardState(int number, ItemRange range)
{
    /// <summary>The shard's number.</summary>
    public int Number { get; } = number;

    /// <summary>Its first item.</summary>
    public long Start { get; } = range.Start;

    /// <summary>The item behind its last; a split lowers it.</summary>
    public long End { get; internal set; } = range.End;

    /// <summary>How many shards a run has beside its first; 0 for a shard by itself.</summary>
    public int More { get; internal set; }

    /// <summary>The end of the committed prefix.</summary>
    public long CommittedEnd { get; internal set; } = range.Start;

    /// <summary>The latest attempt epoch, 0 before the first grant.</summary>
    public long Attempt { get; internal set; }

    /// <summary>The epoch that the running attempt had before it was adopted; 0 when it was not.</summary>
    public long AdoptedFrom { get; internal set; }

    /// <summary>Where the latest attempt was granted; null before the first.</summary>
    public string? Silo { get; internal set; }

    /// <summary>The epoch of the writer that granted the latest attempt, or adopted it.</summary>
    public long Writer { get; internal set; }

    /// <summary>The slot of the latest grant; null before the first, and of grants from before it was kept.</summary>
    public SlotLease? Lease { get; internal set; }

    /// <summary>True once it is known to have its slot: a grant may be lost on its way.</summary>
    public bool HasSlot { get; internal set; }

    /// <summary>True when nothing else could run beside the latest attempt.</summary>
    public bool IsAlone { get; internal set; }

    /// <summary>Where it stands.</summary>
    public ShardPhase Phase { get; internal set; }

    /// <summary>Failed attempts since the last commit.</summary>
    public int FailuresInARow { get; internal set; }

    /// <summary>
    /// The silos that died under it since its last commit, or of a suspect of several shards since ever: there a commit clears only the
    /// shard that is committed.
    /// </summary>
    public IReadOnlyList<SiloDeath> Deaths { get; internal set; } = [];

    /// <summary>True when so many silos died under it that it may have killed them.</summary>
    public bool IsSuspect => Suspicion.Falls(Deaths);

    /// <summary>The last commit, to answer its re-sends with the original number.</summary>
    public CommitMark? LastCommit { get; internal set; }

    /// <summary>The failure of the last attempt that failed.</summary>
    public Failure? LastFailure { get; internal set; }

    /// <summary>What is not committed.</summary>
    public ItemRange Rest => new(CommittedEnd, End);
}
