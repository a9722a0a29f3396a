using ElasticGrains.Cli.Output;
using ElasticGrains.Cli.Parsing;

namespace ElasticGrains.Cli.State;

/// <summary>Finds jobs over all ledgers of a place.</summary>
internal static class JobSearch
{
    /// <summary>All jobs, the latest accepted first. A ledger that cannot be read is noted and left out.</summary>
    public static async Task<IReadOnlyList<FoundJob>> AllAsync(StatePlaces places, CancellationToken cancellationToken)
    {
        var found = new List<FoundJob>();
        foreach (var directory in places.Existing())
        {
            try
            {
                await using var ledger = LedgerFiles.Open(directory);
                found.AddRange((await ledger.Ledger.ListAsync(cancellationToken)).Select(entry => new FoundJob(directory, entry)));
            }
            catch (Exception error) when (places.Named is null && error is not OperationCanceledException)
            {
                Terminal.Note($"note: {directory} is left out: {ExceptionText.Of(error).Text}");
            }
        }

        return [.. found.OrderByDescending(job => job.Entry.AcceptedAt)];
    }

    /// <summary>Opens the ledger that holds the job.</summary>
    public static async Task<OpenLedger> OpenAsync(StatePlaces places, string jobId, CancellationToken cancellationToken)
    {
        // By default a job's ledger lies in a directory of its name: no need to open all the others.
        var expected = places.DirectoryOf(jobId);
        if (LedgerFiles.Exists(expected) && await OpenWithAsync(expected, jobId, cancellationToken) is { } ledger)
        {
            return ledger;
        }

        var all = await AllAsync(places, cancellationToken);
        var job = all.FirstOrDefault(candidate => candidate.Entry.Id == jobId) ?? throw EgException.Usage(NoSuchJob(places, jobId, all));
        return LedgerFiles.Open(job.Directory);
    }

    private static async Task<OpenLedger?> OpenWithAsync(string directory, string jobId, CancellationToken cancellationToken)
    {
        var ledger = LedgerFiles.Open(directory);
        if (await ledger.Ledger.FindAsync(jobId, cancellationToken) is not null)
        {
            return ledger;
        }

        await ledger.DisposeAsync();
        return null;
    }

    private static string NoSuchJob(StatePlaces places, string jobId, IReadOnlyList<FoundJob> all)
    {
        var nearest = Nearest.To(jobId, all.Select(job => job.Entry.Id));
        return $"there is no job '{jobId}' in {places.Text}"
            + (nearest is null ? "; 'eg job list' shows what there is." : $"; did you mean '{nearest}'?");
    }
}
