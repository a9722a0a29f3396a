namespace ElasticGrains.Ledger;

/// <summary>The answer of a job that succeeded, as its ledger has it.</summary>
/// <param name="Source">The job.</param>
/// <param name="End">Its last event, with the answer or the block that it is in.</param>
public sealed record CachedAnswer(AnswerSource Source, LedgerEvent.Finished End);
