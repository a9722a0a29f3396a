namespace ElasticGrains.Kernels.Demo;

/// <summary>What <see cref="SquaresKernel"/> computes.</summary>
/// <param name="Items">The number of items, at least 0.</param>
public sealed record SquaresInput(long Items);
