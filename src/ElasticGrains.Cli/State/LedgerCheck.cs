using ElasticGrains.Cli.Output;
using ElasticGrains.Engine.Verification;
using ElasticGrains.Ledger;
using ElasticGrains.Storage.Local;

namespace ElasticGrains.Cli.State;

/// <summary>Checks jobs from the raw rows of their ledgers, and whether what they used is free again.</summary>
internal static class LedgerCheck
{
    /// <summary>Checks one job, or all of a place.</summary>
    public static async Task<CheckReport> RunAsync(StatePlaces places, string? jobId, TimeProvider time, CancellationToken cancellationToken)
    {
        if (jobId is not null)
        {
            // The job whose answer it may have is consulted, and not checked itself.
            await using var ledger = await JobSearch.OpenAsync(places, jobId, cancellationToken);
            return await CheckAsync(
                ledger, [jobId], new RestFindings([], ["the other jobs, slots that they had meanwhile, and what is left of them"]), CheckReport.Nothing, time, cancellationToken);
        }

        var report = CheckReport.Nothing;
        foreach (var directory in places.Existing())
        {
            await using var ledger = LedgerFiles.Open(directory);
            var jobs = await ledger.Reader.ListJobIdsAsync(cancellationToken);
            report = await CheckAsync(ledger, jobs, await RestCheck.RunAsync(ledger, directory, time, cancellationToken), report, time, cancellationToken);
        }

        return report;
    }

    // Ledgers are checked by themselves: one may be a copy of another.
    private static async Task<CheckReport> CheckAsync(
        OpenLedger ledger, IReadOnlyList<string> jobs, RestFindings rest, CheckReport soFar, TimeProvider time, CancellationToken cancellationToken)
    {
        var verification = new LedgerVerification(time.GetUtcNow());
        var besides = new List<Finding>(rest.Findings);
        var notChecked = new List<string>(rest.NotChecked);
        foreach (var id in jobs)
        {
            if (await ledger.Reader.DumpAsync(id, cancellationToken) is not { } dump || verification.Add(dump) is not { HasEnded: true } account)
            {
                continue;
            }

            if (jobs.Count == 1 && SourceOf(dump) is { } source)
            {
                await ConsultAsync(verification, ledger, source, notChecked, cancellationToken);
            }

            try
            {
                if (await ledger.Ledger.ReadCondensedHistoryAsync(id, cancellationToken) is { } history && Compare(account, history.Events) is { } finding)
                {
                    besides.Add(finding);
                }
            }
            catch (StateDirectoryException)
            {
                notChecked.Add($"the figures of attempts of job {id}: its history is damaged");
            }
        }

        return soFar.With(verification.Complete(), besides, notChecked);
    }

    private static async Task ConsultAsync(
        LedgerVerification verification, OpenLedger ledger, string source, List<string> notChecked, CancellationToken cancellationToken)
    {
        try
        {
            if (await ledger.Ledger.ReadCondensedHistoryAsync(source, cancellationToken) is { } history)
            {
                verification.Consult(history);
            }
        }
        catch (StateDirectoryException)
        {
            notChecked.Add($"whether job {source} has the same answer: its history is damaged");
        }
    }

    private static string? SourceOf(LedgerDump dump) => dump.Events.Select(row => (row.Event as LedgerEvent.Finished)?.CopiedFrom?.JobId).LastOrDefault();

    /// <summary>What 'eg job describe' shows must be what the attempts come to; null when it is.</summary>
    public static Finding? Compare(JobAccount account, IReadOnlyList<LedgerEvent> events)
    {
        // It may have been opened again meanwhile.
        if (events.Count == 0 || events[^1] is not LedgerEvent.Finished)
        {
            return null;
        }

        var shown = AttemptFigures.Of(events);
        var (attempts, ended) = ((shown.Granted, shown.Adopted, shown.SlotTime), shown.Ended.Values.Sum());
        return attempts == (account.Granted, account.Adopted, account.SlotTime) && ended == account.Ended
            ? null
            : new Finding(
                FindingCodes.LedgerTime,
                account.JobId,
                $"'eg job describe' counts {shown.Granted} attempts, {shown.Adopted} adoptions, {ended} ends and {shown.SlotTime} of slots; "
                + $"the events, one by one, come to {account.Granted}, {account.Adopted}, {account.Ended} and {account.SlotTime}.");
    }
}
