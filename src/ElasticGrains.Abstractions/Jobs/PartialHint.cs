namespace ElasticGrains.Jobs;

/// <summary>What travels on the stream of a job's partial results: a hint that there is something to read. It may be lost, doubled or late.</summary>
/// <param name="LastNumber">The highest number so far.</param>
/// <param name="Phase">The phase; final when no number will follow.</param>
[GenerateSerializer, Immutable, Alias("eg.partial.hint")]
public sealed record PartialHint([property: Id(0)] long LastNumber, [property: Id(1)] JobPhase Phase)
{
    /// <summary>The stream namespace; the stream id is the job's id.</summary>
    public const string StreamNamespace = "elasticgrains.partials";

    /// <summary>The number of queues behind the provider; silos and clients must agree on it. Each silo polls its queues, so there are few.</summary>
    public const int StreamQueues = 2;

    /// <summary>The name of the stream provider.</summary>
    public const string StreamProvider = "elasticgrains";
}
