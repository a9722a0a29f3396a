namespace ElasticGrains.Scheduling;

/// <summary>A shard is placed on the silo that gave the lease it is to run under: nowhere else can it run.</summary>
[GenerateSerializer, Immutable, Alias("eg.placement.lease")]
public sealed class LeasePlacement : PlacementStrategy
{
    /// <summary>The key of the request context under which a caller names the silo.</summary>
    public const string SiloKey = "eg.silo";

    /// <summary>The only instance that is needed.</summary>
    public static LeasePlacement Instance { get; } = new();
}
