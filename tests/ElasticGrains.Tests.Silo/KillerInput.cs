namespace ElasticGrains.Tests.Silo;

/// <summary>Items that take time, one of which kills the process that computes it.</summary>
/// <param name="Items">How many.</param>
/// <param name="Milliseconds">The time of each.</param>
/// <param name="Killer">The item that kills.</param>
public sealed record KillerInput(long Items, int Milliseconds, long Killer);
