namespace ElasticGrains.Engine.Ledger;

/// <summary>What the ledger knows of one shard, or of the shards of a run together.</summary>
public record struct ShardLedgerState
{
    /// <summary>A shard that nothing has happened to.</summary>
    public ShardLedgerState(ItemRange range)
    {
        Start = range.Start;
        End = range.End;
        CommittedEnd = range.Start;
    }

    /// <summary>The first item.</summary>
    public long Start { get; set; }

    /// <summary>The first item after the shard; a split lowers it.</summary>
    public long End { get; set; }

    /// <summary>The end of the committed prefix.</summary>
    public long CommittedEnd { get; set; }

    /// <summary>How many shards a run has beside its first; 0 for a shard by itself.</summary>
    public int More { get; set; }

    /// <summary>The highest attempt epoch given, 0 before the first.</summary>
    public long LastAttempt { get; set; }

    /// <summary>The attempt that may commit now, 0 when there is none.</summary>
    public long Running { get; set; }

    /// <summary>True when the uncommitted rest was given up.</summary>
    public bool IsQuarantined { get; set; }

    /// <summary>True when nothing is left to commit.</summary>
    public readonly bool IsCommitted => CommittedEnd >= End;
}
