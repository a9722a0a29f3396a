namespace ElasticGrains.Ledger;

/// <summary>All events of a job, with the writer epoch and version that an append would have to follow.</summary>
/// <param name="JobId">The job.</param>
/// <param name="WriterEpoch">The current writer epoch; 0 before the first writer.</param>
/// <param name="Events">The events in order. Inline payloads are left out (empty): read them with <see cref="IJobLedger.ReadPartialsAsync"/>.</param>
public sealed record JobHistory(string JobId, long WriterEpoch, IReadOnlyList<LedgerEvent> Events)
{
    /// <summary>What all commits come to where <see cref="Events"/> leaves some out; null where it holds all of them.</summary>
    public CommitTotals? Totals { get; init; }
}
