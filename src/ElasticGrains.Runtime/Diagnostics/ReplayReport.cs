namespace ElasticGrains.Runtime.Diagnostics;

/// <summary>How the replay of a log went.</summary>
/// <param name="Log">The file.</param>
/// <param name="Kinds">The kind of each event in order.</param>
/// <param name="Difference">Where the machine first did something else than the recorded one; null when it never did.</param>
public sealed record ReplayReport(string Log, IReadOnlyList<string> Kinds, string? Difference);
