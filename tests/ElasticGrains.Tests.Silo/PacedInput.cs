namespace ElasticGrains.Tests.Silo;

/// <summary>Items that take time, not processors: many shards run on a small machine.</summary>
/// <param name="Items">How many.</param>
/// <param name="Milliseconds">The time of each.</param>
public sealed record PacedInput(long Items, int Milliseconds);
