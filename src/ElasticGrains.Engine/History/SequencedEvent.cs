using ElasticGrains.Ledger;

namespace ElasticGrains.Engine.History;

/// <summary>An event with its place among all of its job.</summary>
/// <param name="Sequence">1 for the first event of the job, then gap-free over events and commits.</param>
/// <param name="Event">The event.</param>
public sealed record SequencedEvent(long Sequence, LedgerEvent Event);
