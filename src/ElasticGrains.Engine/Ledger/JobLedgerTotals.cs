using ElasticGrains.Hashing;
using ElasticGrains.Jobs;
using ElasticGrains.Ledger;

namespace ElasticGrains.Engine.Ledger;

/// <summary>What the ledger knows of a job as a whole: one row of a store.</summary>
public record struct JobLedgerTotals
{
    /// <summary>All items.</summary>
    public long Items { get; set; }

    /// <summary>The current writer, 0 before the first.</summary>
    public long WriterEpoch { get; set; }

    /// <summary>The last append under that writer, 0 before its first.</summary>
    public long Version { get; set; }

    /// <summary>The digest of that append, by which a re-send is recognised; null when it is not computed yet.</summary>
    public ulong? Digest { get; set; }

    /// <summary>The number of events.</summary>
    public long Sequence { get; set; }

    /// <summary>The number of shards of the plan; null before it.</summary>
    public int? PlannedShards { get; set; }

    /// <summary>The number of shards, split off ones included.</summary>
    public int Shards { get; set; }

    /// <summary>The number of the last commit.</summary>
    public long LastNumber { get; set; }

    /// <summary>Items in committed ranges.</summary>
    public long Committed { get; set; }

    /// <summary>The hash of the committed ranges.</summary>
    public CoverHash Cover { get; set; }

    /// <summary>The final phase; null while the job has not ended.</summary>
    public JobPhase? Final { get; set; }

    /// <summary>When the job ended.</summary>
    public DateTimeOffset? FinishedAt { get; set; }

    /// <summary>True when the job has the answer of another: it succeeded without ever having been planned.</summary>
    public readonly bool IsCopied => Final == JobPhase.Succeeded && PlannedShards is null;

    /// <summary>Items that need not be computed any more: those that are committed, or all that a copied answer stands for.</summary>
    public readonly long Settled => IsCopied ? Items : Committed;

    /// <summary>What its commits come to.</summary>
    public readonly CommitTotals Commits => new(LastNumber, Committed, Cover);

    /// <summary>Where the job stands.</summary>
    public readonly JobPhase Phase => Final
        ?? (PlannedShards is null ? JobPhase.Accepted : Committed < Items ? JobPhase.Running : JobPhase.Finishing);
}
