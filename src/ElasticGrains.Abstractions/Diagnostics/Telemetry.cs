using System.Diagnostics;

namespace ElasticGrains.Diagnostics;

/// <summary>
/// Names for OpenTelemetry: listen to the source and the meter called <see cref="Name"/>. One trace leads from a client's submission over
/// the job and its shards' attempts, wherever they run, to the appends in the ledger; it goes on when a silo is lost.
/// </summary>
public static class Telemetry
{
    /// <summary>The name of the <see cref="ActivitySource"/> and of the meter.</summary>
    public const string Name = "ElasticGrains";

    /// <summary>The key of the request context under which a submission names its trace (W3C traceparent).</summary>
    public const string TraceParentKey = "eg.trace";

    /// <summary>The tag of an activity that names its job.</summary>
    public const string JobTag = "elasticgrains.job";

    /// <summary>The tag of an activity that names its shard.</summary>
    public const string ShardTag = "elasticgrains.shard";

    /// <summary>The tag of an activity that names its attempt.</summary>
    public const string AttemptTag = "elasticgrains.attempt";
}
