namespace ElasticGrains.Runtime.Shards;

/// <summary>How much is kept of the input of ranges that are given up.</summary>
internal sealed record CaptureLimits
{
    /// <summary>Some hundred times what a shard of short records reads in its last call, and read and stored in well under a second. 16 MiB.</summary>
    public const int DefaultMost = 16 << 20;

    /// <summary>The most bytes for a range; 0 keeps none.</summary>
    public int Most { get; init; } = DefaultMost;
}
