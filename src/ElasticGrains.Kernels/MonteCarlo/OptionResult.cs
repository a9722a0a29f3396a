namespace ElasticGrains.Kernels.MonteCarlo;

/// <summary>The answer of <see cref="OptionKernel"/>.</summary>
/// <param name="Price">The mean of the discounted payoffs.</param>
/// <param name="StandardError">The estimated standard deviation of <paramref name="Price"/>.</param>
/// <param name="Paths">The number of paths.</param>
/// <param name="Reference">For European options the closed form of Black and Scholes, otherwise null.</param>
public sealed record OptionResult(double Price, double StandardError, long Paths, double? Reference);
