namespace ElasticGrains.Scheduling;

/// <summary>A job is placed where the call arrives that makes it, which saves its client a hop; woken after a loss, anywhere.</summary>
[GenerateSerializer, Immutable, Alias("eg.placement.job")]
public sealed class JobPlacement : PlacementStrategy
{
    /// <summary>The key of the request context under which a caller that wakes many jobs has them spread over the silos.</summary>
    public const string SpreadKey = "eg.spread";

    /// <summary>
    /// The key under which a job that leaves its silo in order says so when it has itself woken elsewhere: what it granted is alive, and may
    /// take its time to report.
    /// </summary>
    public const string HandedOverKey = "eg.handed-over";

    /// <summary>The only instance that is needed.</summary>
    public static JobPlacement Instance { get; } = new();
}
