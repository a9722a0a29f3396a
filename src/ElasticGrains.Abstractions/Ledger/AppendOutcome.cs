namespace ElasticGrains.Ledger;

/// <summary>The answer to an append.</summary>
/// <param name="Status">What was done.</param>
/// <param name="WriterEpoch">The job's writer epoch now.</param>
/// <param name="Reason">Which rule was broken, when rejected or fenced.</param>
public sealed record AppendOutcome(AppendStatus Status, long WriterEpoch, string? Reason = null);
