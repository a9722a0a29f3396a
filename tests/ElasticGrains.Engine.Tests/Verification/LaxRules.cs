using ElasticGrains.Engine.Ledger;
using ElasticGrains.Ledger;

namespace ElasticGrains.Engine.Tests.Verification;

/// <summary>A ledger that accepts everything: its rows agree with its events, whatever those are.</summary>
internal sealed class LaxRules : LedgerRules
{
    protected override string? CheckWriter(in JobLedgerTotals totals, JobAppend append) => null;

    protected override string? CheckOpen(in JobLedgerTotals totals) => null;

    protected override string? CheckVersion(in JobLedgerTotals totals, JobAppend append) => null;

    protected override string? CheckPlanned(JobLedgerState state, LedgerEvent.Planned it) => null;

    protected override string? CheckGranted(JobLedgerState state, LedgerEvent.Granted it) => null;

    protected override string? CheckAdopted(JobLedgerState state, LedgerEvent.Adopted it) => null;

    protected override string? CheckSplit(JobLedgerState state, LedgerEvent.Split it) => null;

    protected override string? CheckCommitted(JobLedgerState state, LedgerEvent.Committed it) => null;

    protected override string? CheckAttemptEnded(JobLedgerState state, LedgerEvent.AttemptEnded it) => null;

    protected override string? CheckQuarantined(JobLedgerState state, LedgerEvent.Quarantined it) => null;

    protected override string? CheckFinished(JobLedgerState state, LedgerEvent.Finished it) => null;
}
