using ElasticGrains.Cli.Output;
using ElasticGrains.Cli.State;
using ElasticGrains.Jobs;
using ElasticGrains.Ledger;
using ElasticGrains.Storage.Postgres;

namespace ElasticGrains.Cli.Chaos;

/// <summary>What the ledger says of the jobs of a run, whose ids begin with a prefix.</summary>
internal sealed class LedgerFigures(OpenLedger ledger, PostgresStore store, string prefix)
{
    // Ticks, as the ledger keeps them. Commits of one job have a time for each; the clocks are this machine's.
    private const string LongestGap = "SELECT coalesce(max(gap), 0) FROM (SELECT at - lag(at) OVER (ORDER BY at) AS gap FROM commits JOIN jobs USING (job) WHERE starts_with(jobs.id, @prefix)) AS gaps";

    public async Task<AttemptTotals> ReadAsync(CancellationToken cancellationToken)
    {
        var totals = new AttemptTotals(0, 0, 0, 0, 0, 0, 0, await GapAsync(cancellationToken));
        foreach (var job in await JobsAsync(cancellationToken))
        {
            if (await ledger.Ledger.ReadCondensedHistoryAsync(job.Id, cancellationToken) is not { } history)
            {
                continue;
            }

            var attempts = AttemptFigures.Of(history.Events);
            totals = totals with
            {
                Jobs = totals.Jobs + 1,
                Granted = totals.Granted + attempts.Granted,
                Adopted = totals.Adopted + attempts.Adopted,
                Lost = totals.Lost + CountOf(attempts, AttemptEnd.Lost),
                Failed = totals.Failed + CountOf(attempts, AttemptEnd.Failed),
                Moved = totals.Moved + MoveFigures.Of(history.Events).Count,
                Writers = totals.Writers + history.Events.OfType<LedgerEvent.WriterTaken>().Count() - 1,
            };
        }

        return totals;
    }

    /// <summary>The jobs that have not succeeded, and how they stand.</summary>
    public async Task<IReadOnlyList<JobEntry>> UnfinishedAsync(CancellationToken cancellationToken) =>
        [.. (await JobsAsync(cancellationToken)).Where(job => job.Phase != JobPhase.Succeeded)];

    /// <summary>All items that are committed; null when the database is away.</summary>
    public async Task<long?> CommittedAsync()
    {
        try
        {
            return (await JobsAsync(CancellationToken.None)).Sum(job => job.Committed);
        }
        catch (LedgerUnavailableException)
        {
            return null;
        }
    }

    /// <summary>Has end what is left on a cluster that is not this command's.</summary>
    public async Task CancelAsync(string reason)
    {
        foreach (var job in (await JobsAsync(CancellationToken.None)).Where(job => !job.Phase.IsFinal()))
        {
            await ledger.Ledger.RequestCancelAsync(job.Id, reason, CancellationToken.None);
        }
    }

    private async Task<IReadOnlyList<JobEntry>> JobsAsync(CancellationToken cancellationToken) =>
        [.. (await ledger.Ledger.ListAsync(cancellationToken)).Where(job => job.Id.StartsWith(prefix, StringComparison.Ordinal))];

    private async Task<TimeSpan> GapAsync(CancellationToken cancellationToken)
    {
        await using var command = store.Source.CreateCommand(LongestGap);
        command.Parameters.AddWithValue("prefix", prefix);
        return new TimeSpan((long)(await command.ExecuteScalarAsync(cancellationToken))!);
    }

    private static int CountOf(AttemptFigures attempts, AttemptEnd end) => attempts.Ended.GetValueOrDefault(end.ToString().ToLowerInvariant());
}
