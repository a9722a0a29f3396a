namespace ElasticGrains.Kernels;

/// <summary>The answer of a job that keeps a result per item.</summary>
/// <param name="Items">The number of items, each with its own result in the ledger.</param>
public sealed record ItemSummary(long Items);
