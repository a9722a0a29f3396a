using ElasticGrains.Engine.Verification;

namespace ElasticGrains.Cli.State;

/// <summary>Checks jobs from the raw rows of their ledgers.</summary>
internal static class LedgerCheck
{
    /// <summary>Checks one job, or all of a place.</summary>
    public static async Task<CheckReport> RunAsync(StatePlaces places, string? jobId, CancellationToken cancellationToken)
    {
        var report = new CheckReport(0, 0, []);
        if (jobId is not null)
        {
            await using var ledger = await JobSearch.OpenAsync(places, jobId, cancellationToken);
            return await CheckAsync(ledger, jobId, report, cancellationToken);
        }

        foreach (var directory in places.Existing())
        {
            await using var ledger = LedgerFiles.Open(directory);
            foreach (var id in await ledger.Reader.ListJobIdsAsync(cancellationToken))
            {
                report = await CheckAsync(ledger, id, report, cancellationToken);
            }
        }

        return report;
    }

    private static async Task<CheckReport> CheckAsync(OpenLedger ledger, string jobId, CheckReport soFar, CancellationToken cancellationToken) =>
        await ledger.Reader.DumpAsync(jobId, cancellationToken) is { } dump
            ? new CheckReport(soFar.Jobs + 1, soFar.Commits + dump.Commits.Count, [.. soFar.Findings, .. LedgerVerifier.Verify(dump)])
            : soFar;
}
