namespace ElasticGrains.Cli.Waiting;

/// <summary>Items that take time, not processors: many slots are busy on a small machine.</summary>
/// <param name="Items">How many.</param>
/// <param name="Milliseconds">How long each takes.</param>
/// <param name="Traces">A directory where every beginning and end of an item is written down; null to leave no trace.</param>
/// <param name="WarmBytes">The bytes of warm state, which each item looks into.</param>
/// <param name="Skew">What takes longer; null when all take the same.</param>
public sealed record WaitInput(long Items, int Milliseconds, string? Traces, int WarmBytes = 0, WaitSkew? Skew = null);
