namespace ElasticGrains.Runtime.Diagnostics;

/// <summary>One line of an event log.</summary>
/// <param name="At">The time that the machine was told.</param>
/// <param name="Happened">The event.</param>
/// <param name="Effects">What the machine wanted done.</param>
/// <param name="State">What it was after that, in short.</param>
internal sealed record EventLine<TEvent, TEffect>(DateTimeOffset At, TEvent Happened, IReadOnlyList<TEffect> Effects, string State);
