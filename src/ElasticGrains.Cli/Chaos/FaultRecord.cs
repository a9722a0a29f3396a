using ElasticGrains.Cli.Chaos.Faults;

namespace ElasticGrains.Cli.Chaos;

/// <summary>A fault that happened, or did not.</summary>
/// <param name="Seconds">When, from the start.</param>
/// <param name="Kind">What.</param>
/// <param name="Text">To whom, and how.</param>
/// <param name="Length">How long it lasts, as far as that is known when it begins.</param>
/// <param name="Skipped">True when it was left out because of those before it; the text says why.</param>
internal sealed record FaultRecord(double Seconds, FaultKind Kind, string Text, TimeSpan Length, bool Skipped);
