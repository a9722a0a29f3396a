namespace ElasticGrains.Testing.Laws;

/// <summary>How thoroughly <see cref="KernelLaw"/> checks.</summary>
public sealed record LawOptions
{
    /// <summary>Chooses the cuts; the same seed chooses the same ones.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>How many ranges are cut and joined again, at least 1.</summary>
    public int Cuts { get; init; } = 50;

    /// <summary>The most items of a range, at least 1; of a larger input, its two ends and random windows are checked.</summary>
    public long MaxItems { get; init; } = 100_000;

    /// <summary>How many threads compute the same ranges at once, at least 1.</summary>
    public int Threads { get; init; } = 4;
}
