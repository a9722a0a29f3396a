using ElasticGrains.Engine.Ledger;
using ElasticGrains.Ledger;

namespace ElasticGrains.Simulation;

internal sealed class LedgerWithoutAttempts : LedgerRules
{
    protected override string? CheckCommitAttempt(JobLedgerState state, LedgerEvent.Committed it) => null;
}

internal sealed class LedgerWithoutEpochs : LedgerRules
{
    protected override string? CheckGranted(JobLedgerState state, LedgerEvent.Granted it) => null;

    protected override string? CheckAdopted(JobLedgerState state, LedgerEvent.Adopted it) => null;
}

internal sealed class LedgerWithoutNumbers : LedgerRules
{
    protected override string? CheckCommitNumber(JobLedgerState state, LedgerEvent.Committed it) => null;
}

internal sealed class LedgerWithoutRanges : LedgerRules
{
    protected override string? CheckCommitRange(JobLedgerState state, LedgerEvent.Committed it) => null;
}

internal sealed class LedgerWithoutSplits : LedgerRules
{
    protected override string? CheckSplit(JobLedgerState state, LedgerEvent.Split it) => null;
}

internal sealed class LedgerWithoutWriters : LedgerRules
{
    protected override string? CheckWriter(in JobLedgerTotals totals, JobAppend append) => null;
}

internal sealed class LedgerWithoutWritersAndVersions : LedgerRules
{
    protected override string? CheckWriter(in JobLedgerTotals totals, JobAppend append) => null;

    protected override string? CheckVersion(in JobLedgerTotals totals, JobAppend append) => null;
}

internal sealed class LedgerWithoutEnds : LedgerRules
{
    protected override string? CheckAttemptEnded(JobLedgerState state, LedgerEvent.AttemptEnded it) => null;
}
