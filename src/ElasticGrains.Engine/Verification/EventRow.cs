using ElasticGrains.Ledger;

namespace ElasticGrains.Engine.Verification;

/// <summary>The row of an event that is no commit.</summary>
/// <param name="Sequence">Its place among the job's events, commits included; 1 for the first.</param>
/// <param name="Event">The event; null when the bytes are none.</param>
/// <param name="IsIntact">True when the bytes match the checksum of the row.</param>
public sealed record EventRow(long Sequence, LedgerEvent? Event, bool IsIntact);
