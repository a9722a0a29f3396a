using ElasticGrains.Engine.Ledger;

namespace ElasticGrains.Storage.Postgres;

/// <summary>A job as of its row: as it was last read or written here, or as it is while the transaction holds it.</summary>
/// <param name="Key">Its number in all other tables.</param>
/// <param name="SpecHash">The hash of its spec.</param>
/// <param name="State">What appends are judged by.</param>
internal sealed record KnownJob(long Key, string SpecHash, JobLedgerState State);
