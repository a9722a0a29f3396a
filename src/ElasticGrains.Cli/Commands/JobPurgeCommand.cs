using System.CommandLine;
using ElasticGrains.Cli.Clusters;
using ElasticGrains.Cli.Output;
using ElasticGrains.Cli.State;
using ElasticGrains.Ledger;
using ElasticGrains.Storage.Local;

namespace ElasticGrains.Cli.Commands;

/// <summary><c>eg job purge</c>: forgets jobs that have ended, with their partials and blocks.</summary>
internal static class JobPurgeCommand
{
    public static Command Create()
    {
        var id = JobCommand.Ids();
        var filter = new JobFilterOptions();
        var state = new StateOption();
        var output = new OutputOptions();
        var dryRun = new Option<bool>("--dry-run") { Description = "Only list what would be forgotten." };
        var command = new Command("purge", "Forget jobs that have ended: by their ids, or all that a filter names.") { id, dryRun };
        filter.AddTo(command);
        state.AddTo(command);
        output.AddTo(command);
        command.SetAction(async (parse, cancellationToken) =>
        {
            var jobs = await filter.ChooseAsync(
                parse, id, state.Read(parse), hasEnded: true, running => $"job {running} has not ended; cancel it first.", cancellationToken);
            var purged = parse.GetValue(dryRun) ? 0 : await PurgeAsync(jobs, cancellationToken);
            if (output.Read(parse) == OutputFormat.Json)
            {
                JsonOutput.Print(new { Jobs = jobs.Select(job => job.Entry.Id), Forgotten = purged });
            }
            else if (parse.GetValue(dryRun))
            {
                jobs.ToList().ForEach(job => Terminal.Line(job.Entry.Id));
            }
            else
            {
                Terminal.Note($"{Figures.Count(purged, "job")} forgotten");
            }

            return (int)ExitCode.Done;
        });
        return command;
    }

    private static async Task<int> PurgeAsync(IReadOnlyList<FoundJob> jobs, CancellationToken cancellationToken)
    {
        var purged = 0;
        foreach (var directory in jobs.GroupBy(job => job.Directory, StringComparer.Ordinal))
        {
            purged += await PurgeAsync(directory.Key, [.. directory.Select(job => job.Entry.Id)], cancellationToken);
        }

        return purged;
    }

    private static async Task<int> PurgeAsync(string directory, IReadOnlyCollection<string> ids, CancellationToken cancellationToken)
    {
        if (ClusterFile.Exists(directory))
        {
            await using var ledger = LedgerFiles.Open(directory);
            return await ledger.Ledger.PurgeAsync(ids, cancellationToken);
        }

        await using var owned = StateDirectory.OpenOwned(directory, TimeProvider.System, "eg job purge");
        var purged = await owned.Ledger.PurgeAsync(ids, cancellationToken);
        if ((await owned.Ledger.ListAsync(new JobQuery { Max = 1 }, cancellationToken)).Count == 0 && !OperatingSystem.IsWindows())
        {
            // While it is owned nobody else can put a job there. Windows keeps files that are open.
            LedgerFiles.Delete(directory);
        }

        return purged;
    }
}
