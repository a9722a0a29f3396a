namespace ElasticGrains.Kernels.MonteCarlo;

/// <summary>The partial of <see cref="PiKernel"/>.</summary>
/// <param name="Samples">The number of points.</param>
/// <param name="Hits">The number of points inside the quarter circle.</param>
public sealed record PiTally(long Samples, long Hits);
