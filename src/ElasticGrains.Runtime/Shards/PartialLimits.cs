namespace ElasticGrains.Runtime.Shards;

/// <summary>Sizes of partials.</summary>
internal sealed record PartialLimits
{
    public static PartialLimits Default { get; } = new();

    /// <summary>A partial of this size is committed early: it keeps the memory of a slot bounded. 32 MiB.</summary>
    public long CutAt { get; init; } = 32L << 20;

    /// <summary>A larger encoded partial is refused: it could not be combined within a silo's memory. 512 MiB.</summary>
    public long Most { get; init; } = 512L << 20;

    /// <summary>The partials of a run's shards are committed together up to this many bytes: more than that does not ride in a message. 128 KiB.</summary>
    public int BatchBytes { get; init; } = 128 << 10;

    /// <summary>And up to this many partials.</summary>
    public int BatchPieces { get; init; } = 2048;

    /// <summary>How many cut-off partials of a run may wait for their commit before its thread waits too.</summary>
    public int Waiting { get; init; } = 2;
}
