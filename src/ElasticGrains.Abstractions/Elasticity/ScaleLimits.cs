namespace ElasticGrains.Elasticity;

/// <summary>Between what the size of a grid may go, and how fast down. Whoever asks for the signal brings them; no silo keeps them.</summary>
/// <param name="MinSilos">The fewest silos, at least 1: the signal comes from a silo.</param>
/// <param name="MaxSilos">The most silos, at least <paramref name="MinSilos"/>.</param>
/// <param name="ScaleInAfter">How long fewer silos must have been enough before one is given up; from 0 to <see cref="LongestScaleIn"/>.</param>
[GenerateSerializer, Immutable, Alias("eg.scale.limits")]
public sealed record ScaleLimits(
    [property: Id(0)] int MinSilos, [property: Id(1)] int MaxSilos, [property: Id(2)] TimeSpan ScaleInAfter)
{
    /// <summary>Ten times what a silo takes to start and to get work: a pause between two jobs costs no silo.</summary>
    public static readonly TimeSpan DefaultScaleIn = TimeSpan.FromSeconds(30);

    /// <summary>How far back the grid remembers what was wanted.</summary>
    public static readonly TimeSpan LongestScaleIn = TimeSpan.FromHours(1);

    /// <summary>One silo or more, without an upper bound.</summary>
    public static ScaleLimits Default { get; } = new(1, int.MaxValue, DefaultScaleIn);
}
