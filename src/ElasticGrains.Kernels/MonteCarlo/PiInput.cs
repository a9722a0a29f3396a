namespace ElasticGrains.Kernels.MonteCarlo;

/// <summary>What <see cref="PiKernel"/> draws.</summary>
public sealed record PiInput
{
    /// <summary>The number of points, at least 1.</summary>
    public required long Samples { get; init; }

    /// <summary>The seed: the same seed and number of points give the same answer.</summary>
    public ulong Seed { get; init; }
}
