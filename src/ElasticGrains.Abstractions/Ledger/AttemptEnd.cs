namespace ElasticGrains.Ledger;

/// <summary>How an attempt ended.</summary>
[GenerateSerializer, Alias("eg.attempt.end")]
public enum AttemptEnd
{
    /// <summary>The shard's range is fully committed.</summary>
    Completed = 0,

    /// <summary>The kernel or its input failed.</summary>
    Failed = 1,

    /// <summary>The slot or the silo is gone, or the shard was not heard of in time.</summary>
    Lost = 2,

    /// <summary>The slot was not available any more; nothing ran.</summary>
    Refused = 3,

    /// <summary>Stopped on request, for example to move; the uncommitted rest runs again.</summary>
    Stopped = 4,
}
