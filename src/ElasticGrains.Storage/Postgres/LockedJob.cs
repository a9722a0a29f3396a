using ElasticGrains.Engine.Ledger;

namespace ElasticGrains.Storage.Postgres;

/// <summary>A job whose row this transaction holds.</summary>
/// <param name="Key">Its number in all other tables.</param>
/// <param name="SpecHash">The hash of its spec.</param>
/// <param name="State">What appends are judged by.</param>
internal sealed record LockedJob(long Key, string SpecHash, JobLedgerState State);
