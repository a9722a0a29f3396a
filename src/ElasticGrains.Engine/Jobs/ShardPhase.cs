namespace ElasticGrains.Engine.Jobs;

/// <summary>Where a shard stands in its job.</summary>
public enum ShardPhase
{
    /// <summary>Waits for a slot.</summary>
    Pending,

    /// <summary>An attempt runs.</summary>
    Running,

    /// <summary>Its range is fully committed.</summary>
    Done,

    /// <summary>Its rest is given up.</summary>
    Quarantined,
}
