namespace ElasticGrains.Cli.Replay;

/// <summary>The smallest part of a range that was found to throw.</summary>
/// <param name="Range">The part.</param>
/// <param name="Tries">How many parts were tried.</param>
/// <param name="IsSmallest">True when no smaller part of it throws; false when the tries were used up.</param>
internal sealed record NarrowedRange(ItemRange Range, int Tries, bool IsSmallest);
