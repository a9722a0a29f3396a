using ElasticGrains.Cli.Output;
using ElasticGrains.Cli.Parsing;
using ElasticGrains.Ledger;

namespace ElasticGrains.Cli.State;

/// <summary>Finds jobs over all ledgers of a place.</summary>
internal static class JobSearch
{
    /// <summary>The jobs that a query names, the latest accepted first. A ledger that cannot be read is noted and left out.</summary>
    public static async Task<IReadOnlyList<FoundJob>> ListAsync(StatePlaces places, JobQuery query, CancellationToken cancellationToken)
    {
        var found = new List<FoundJob>();
        await EachAsync(places, async directory =>
        {
            await using var ledger = LedgerFiles.Open(directory);
            found.AddRange((await ledger.Ledger.ListAsync(query, cancellationToken)).Select(entry => new FoundJob(directory, entry)));
        });
        return [.. found.OrderByDescending(job => job.Entry.AcceptedAt)];
    }

    /// <summary>Does something with each ledger of a place. One that does not allow it is noted and left out, unless the user named it.</summary>
    public static async Task EachAsync(StatePlaces places, Func<string, Task> work)
    {
        foreach (var directory in places.Existing())
        {
            try
            {
                await work(directory);
            }
            catch (Exception error) when (places.Named is null && error is not OperationCanceledException)
            {
                Terminal.Note($"note: {directory} is left out: {ExceptionText.Of(error).Text}");
            }
        }
    }

    /// <summary>The job and where its ledger is.</summary>
    /// <exception cref="EgException">There is no such job.</exception>
    public static async Task<FoundJob> FindAsync(StatePlaces places, string jobId, CancellationToken cancellationToken)
    {
        // By default a job's ledger lies in a directory of its name: no need to open all the others.
        var expected = places.DirectoryOf(jobId);
        if (LedgerFiles.Exists(expected))
        {
            await using var ledger = LedgerFiles.Open(expected);
            if (await ledger.Ledger.FindAsync(jobId, cancellationToken) is { } job)
            {
                return new FoundJob(expected, job.Entry);
            }
        }

        var all = await ListAsync(places, JobQuery.All, cancellationToken);
        return all.FirstOrDefault(candidate => candidate.Entry.Id == jobId) ?? throw EgException.Usage(NoSuchJob(places, jobId, all));
    }

    /// <summary>All of them, or none when one is missing.</summary>
    /// <exception cref="EgException">There is no such job.</exception>
    public static async Task<IReadOnlyList<FoundJob>> FindAsync(StatePlaces places, IEnumerable<string> jobIds, CancellationToken cancellationToken)
    {
        var found = new List<FoundJob>();
        foreach (var jobId in jobIds.Distinct(StringComparer.Ordinal))
        {
            found.Add(await FindAsync(places, jobId, cancellationToken));
        }

        return found;
    }

    /// <summary>Opens the ledger that holds the job.</summary>
    /// <exception cref="EgException">There is no such job.</exception>
    public static async Task<OpenLedger> OpenAsync(StatePlaces places, string jobId, CancellationToken cancellationToken) =>
        LedgerFiles.Open((await FindAsync(places, jobId, cancellationToken)).Directory);

    private static string NoSuchJob(StatePlaces places, string jobId, IReadOnlyList<FoundJob> all)
    {
        var nearest = Nearest.To(jobId, all.Select(job => job.Entry.Id));
        return $"there is no job '{jobId}' in {places.Text}"
            + (nearest is null ? "; 'eg job list' shows what there is." : $"; did you mean '{nearest}'?");
    }
}
