namespace ElasticGrains.Kernels.MonteCarlo;

/// <summary>The answer of <see cref="PiKernel"/>.</summary>
/// <param name="Pi">Four times the fraction of points inside the quarter circle.</param>
/// <param name="StandardError">The estimated standard deviation of <paramref name="Pi"/>.</param>
/// <param name="Samples">The number of points.</param>
/// <param name="Hits">The number of points inside.</param>
public sealed record PiResult(double Pi, double StandardError, long Samples, long Hits);
