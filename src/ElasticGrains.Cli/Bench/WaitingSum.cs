namespace ElasticGrains.Cli.Bench;

/// <summary>What <see cref="WaitingKernel"/> has done.</summary>
/// <param name="Items">How many items.</param>
/// <param name="Sum">The sum of their numbers.</param>
internal sealed record WaitingSum(long Items, long Sum);
