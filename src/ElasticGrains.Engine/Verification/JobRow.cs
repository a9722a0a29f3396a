using ElasticGrains.Engine.Ledger;

namespace ElasticGrains.Engine.Verification;

/// <summary>The row of a job.</summary>
/// <param name="Id">The job's id.</param>
/// <param name="SpecHash">The hash of its spec.</param>
/// <param name="Totals">What the row says of the job as a whole.</param>
public sealed record JobRow(string Id, string SpecHash, JobLedgerTotals Totals);
