namespace ElasticGrains.Ledger;

/// <summary>What became of a job that was to be accepted and written by one writer.</summary>
/// <param name="Outcome">Whether it is new.</param>
/// <param name="Writer">The event that made the caller its writer, under epoch 1; null when it is not new.</param>
public sealed record AcceptedJob(AcceptOutcome Outcome, LedgerEvent.WriterTaken? Writer);
