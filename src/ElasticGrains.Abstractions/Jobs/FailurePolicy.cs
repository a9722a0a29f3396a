namespace ElasticGrains.Jobs;

/// <summary>What a range that keeps failing does to its job.</summary>
[GenerateSerializer, Alias("eg.job.failure-policy")]
public enum FailurePolicy
{
    /// <summary>The job fails at once; running shards stop.</summary>
    FailFast = 0,

    /// <summary>The other ranges are finished, then the job fails with the quarantined ranges listed.</summary>
    FinishRest = 1,
}
