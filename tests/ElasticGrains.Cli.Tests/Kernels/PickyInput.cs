namespace ElasticGrains.Cli.Tests.Kernels;

/// <summary>What a <see cref="PickyKernel"/> counts.</summary>
/// <param name="Items">How many items.</param>
/// <param name="Bad">The item at which it throws; none when it is not one of them.</param>
/// <param name="Drifts">True to draw on something besides the input: the process.</param>
public sealed record PickyInput(long Items, long Bad = -1, bool Drifts = false);
