using ElasticGrains.Ledger;

namespace ElasticGrains.Storage.Postgres;

/// <summary>What the writer must know of a request before it may judge it.</summary>
/// <param name="JobId">The job.</param>
/// <param name="Accepted">The job as it would be inserted; null when the request is about a job that is there.</param>
internal sealed record PostgresWrite(string JobId, LedgerEvent.Accepted? Accepted = null);
