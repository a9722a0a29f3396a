namespace ElasticGrains.Kernels.Text;

/// <summary>A word and how often it occurs.</summary>
/// <param name="Word">The word in lower case; bytes that are not UTF-8 show as U+FFFD.</param>
/// <param name="Count">How often it occurs.</param>
public sealed record WordEntry(string Word, long Count);
