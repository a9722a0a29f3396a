using ElasticGrains.Cli.Clusters;
using ElasticGrains.Engine.Verification;
using ElasticGrains.Ledger;
using ElasticGrains.Scheduling;

namespace ElasticGrains.Cli.State;

/// <summary>
/// Whether everything is as it was a minute after the end of a job: no silo holds a slot for it, no draft of a file lies in the state
/// directory, no block is left of jobs that were forgotten, and inputs are whole. What is left of a job in the ledger itself its own check finds.
/// </summary>
internal static class RestCheck
{
    public static async Task<RestFindings> RunAsync(OpenLedger ledger, string directory, TimeProvider time, CancellationToken cancellationToken)
    {
        var strays = await ledger.Reader.ListStrayBlocksAsync(cancellationToken);
        var findings = strays
            .Select(stray => new Finding(FindingCodes.BlockStray, stray.JobId, $"Block {stray.Block} is there, and the job is not."))
            .Concat(Drafts(directory, time.GetUtcNow()))
            .Concat((await ledger.Uploads.CheckAsync(cancellationToken)).Select(input => new Finding(FindingCodes.InputParts, "", $"Input '{input.Name}': {input.Problem}")))
            .ToList();
        if (ledger.Cluster is not { } cluster)
        {
            return new RestFindings(findings, ["leases: a ledger file has no silos to ask, and its slots end with their process"]);
        }

        var (reports, reason) = await AskAsync(cluster, cancellationToken);
        if (reports is null)
        {
            return new RestFindings(findings, [$"leases: {reason}"]);
        }

        // Read after the reports: what was held then, of a job that had ended long before, is held too long.
        var jobs = (await ledger.Ledger.ListAsync(cancellationToken)).ToDictionary(job => job.Id);
        var (held, unknown) = Held(reports, jobs, time.GetUtcNow());
        return new RestFindings([.. findings, .. held], unknown.Count == 0 ? [] : [$"{unknown.Count} leases of jobs that are forgotten: {string.Join(", ", unknown.Take(3))}"]);
    }

    /// <summary>The leases of jobs that ended more than a minute ago, and the jobs of those that the ledger does not know.</summary>
    public static (IReadOnlyList<Finding> Held, IReadOnlyCollection<string> Unknown) Held(
        IEnumerable<SlotReport> reports, IReadOnlyDictionary<string, JobEntry> jobs, DateTimeOffset now)
    {
        var findings = new List<Finding>();
        var unknown = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var held in reports.SelectMany(report => report.Held))
        {
            if (!jobs.TryGetValue(held.JobId, out var job))
            {
                unknown.Add(held.JobId);
            }
            else if (now - job.FinishedAt > LedgerVerification.RestWithin)
            {
                findings.Add(new Finding(
                    FindingCodes.LeaseHeld, held.JobId, $"Silo {held.Lease.Silo} holds slot {held.Lease.Slot} under lease {held.Lease.Epoch}, and the job ended at {job.FinishedAt:O}."));
            }
        }

        return (findings, unknown);
    }

    /// <summary>Files that were to take another's place at once (<see cref="PrivateFile"/>).</summary>
    private static IEnumerable<Finding> Drafts(string directory, DateTimeOffset now) =>
        from file in new DirectoryInfo(directory).EnumerateFiles($"*{PrivateFile.DraftSuffix}")
        where now - file.LastWriteTimeUtc > LedgerVerification.RestWithin
        select new Finding(FindingCodes.FileLeftover, "", $"{file.FullName} was written at {file.LastWriteTimeUtc:O} and never took its place.");

    private static async Task<(IReadOnlyList<SlotReport>? Reports, string Reason)> AskAsync(ClusterFile cluster, CancellationToken cancellationToken)
    {
        try
        {
            await using var view = new ClusterView(cluster);
            return (await view.ReportsAsync(cancellationToken), "no silo of the cluster is up");
        }
        catch (EgException error) when (error.ExitCode is ExitCode.Unreachable or ExitCode.Refused)
        {
            return (null, error.Message);
        }
    }
}
