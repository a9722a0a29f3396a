namespace ElasticGrains.Runtime.Output;

/// <summary>How much of what kernels write is kept.</summary>
internal sealed record OutputLimits
{
    public static OutputLimits Default { get; } = new();

    /// <summary>Characters of a line; the rest of a longer one is cut off, and the line says how many that were. 4,096.</summary>
    public int LineLength { get; init; } = 4096;

    /// <summary>What one attempt at one shard may write. 1 MiB.</summary>
    public long AttemptBytes { get; init; } = 1L << 20;

    /// <summary>What all lines of a job may come to. 64 MiB.</summary>
    public long JobBytes { get; init; } = 64L << 20;

    /// <summary>What may wait in a silo while the ledger takes none. 8 MiB.</summary>
    public long WaitingBytes { get; init; } = 8L << 20;

    /// <summary>The lines of one append.</summary>
    public int BatchLines { get; init; } = 512;

    /// <summary>The time from one append to the next while attempts run: what a silo that is killed may lose.</summary>
    public TimeSpan Interval { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>And when an attempt has ended: soon enough for a reader, and few transactions where attempts are short.</summary>
    public TimeSpan IntervalAtEnd { get; init; } = TimeSpan.FromMilliseconds(100);
}
