namespace ElasticGrains.Ledger;

/// <summary>
/// One transaction of a job's writer. It is applied whole or not at all, and only when the writer epoch is the job's current one and
/// <see cref="Version"/> is the next; sending it again byte-identical is answered <see cref="AppendStatus.Duplicate"/>.
/// </summary>
/// <param name="JobId">The job.</param>
/// <param name="WriterEpoch">The epoch that <see cref="IJobLedger.TakeWriterAsync"/> gave.</param>
/// <param name="Version">The number of this append under its writer epoch: 1 for the first, then gap-free.</param>
/// <param name="Events">What happened, in order; at least one.</param>
public sealed record JobAppend(string JobId, long WriterEpoch, long Version, IReadOnlyList<LedgerEvent> Events);
