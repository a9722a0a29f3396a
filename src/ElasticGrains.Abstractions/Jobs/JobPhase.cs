namespace ElasticGrains.Jobs;

/// <summary>Where a job stands.</summary>
[GenerateSerializer, Alias("eg.job.phase")]
public enum JobPhase
{
    /// <summary>In the ledger, not yet cut into shards.</summary>
    Accepted = 0,

    /// <summary>Shards run or wait for slots.</summary>
    Running = 1,

    /// <summary>All ranges are committed; the answer is being made.</summary>
    Finishing = 2,

    /// <summary>Ended with an answer.</summary>
    Succeeded = 3,

    /// <summary>Ended without one.</summary>
    Failed = 4,

    /// <summary>Ended on request.</summary>
    Cancelled = 5,
}
