namespace ElasticGrains.Ledger;

/// <summary>Which lines of a job's log are asked for; all conditions that are given must hold.</summary>
public sealed record LogQuery
{
    /// <summary>Lines with greater numbers. Default: 0, all.</summary>
    public long After { get; init; }

    /// <summary>At most so many.</summary>
    public int Max { get; init; } = 1000;

    /// <summary>Lines of this shard alone.</summary>
    public int? Shard { get; init; }

    /// <summary>Lines of attempts with this epoch alone.</summary>
    public long? Attempt { get; init; }
}
