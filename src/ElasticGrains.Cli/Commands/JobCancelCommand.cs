using System.CommandLine;
using ElasticGrains.Cli.Output;
using ElasticGrains.Cli.State;
using ElasticGrains.Jobs;

namespace ElasticGrains.Cli.Commands;

/// <summary><c>eg job cancel</c>: writes the wish into the ledger; the process that runs the job obeys within a second.</summary>
internal static class JobCancelCommand
{
    public static Command Create()
    {
        var id = JobCommand.Ids();
        var filter = new JobFilterOptions();
        var state = new StateOption();
        var reason = new Option<string>("--reason") { Description = "Why.", HelpName = "TEXT", DefaultValueFactory = _ => "cancelled by its owner" };
        var command = new Command("cancel", "Ask running jobs to end: one by its id, or all that a filter names.") { id, reason };
        filter.AddTo(command);
        state.AddTo(command);
        command.SetAction(async (parse, cancellationToken) =>
        {
            var places = state.Read(parse);
            if (parse.GetValue(id) is { Length: > 0 } ids)
            {
                JobCommand.RefuseBoth(filter, parse);
                foreach (var jobId in ids)
                {
                    await OneAsync(places, jobId, parse.GetRequiredValue(reason), cancellationToken);
                }
            }
            else
            {
                JobCommand.NeedOne(filter, parse);
                var jobs = await filter.FindAsync(parse, places, cancellationToken);
                await ManyAsync([.. jobs.Where(job => !job.Entry.Phase.IsFinal())], parse.GetRequiredValue(reason), cancellationToken);
            }

            return (int)ExitCode.Done;
        });
        return command;
    }

    private static async Task OneAsync(StatePlaces places, string jobId, string reason, CancellationToken cancellationToken)
    {
        await using var ledger = await JobSearch.OpenAsync(places, jobId, cancellationToken);
        if (!await ledger.Ledger.RequestCancelAsync(jobId, reason, cancellationToken))
        {
            throw EgException.Refused($"job {jobId} has ended already; there is nothing to cancel.");
        }

        Terminal.Note($"job {jobId} is asked to end; the process that runs it ends it within a second, or at its next start");
    }

    private static async Task ManyAsync(IReadOnlyList<FoundJob> jobs, string reason, CancellationToken cancellationToken)
    {
        var asked = 0;
        foreach (var directory in jobs.GroupBy(job => job.Directory, StringComparer.Ordinal))
        {
            await using var ledger = LedgerFiles.Open(directory.Key);
            foreach (var job in directory)
            {
                asked += await ledger.Ledger.RequestCancelAsync(job.Entry.Id, reason, cancellationToken) ? 1 : 0;
            }
        }

        Terminal.Note($"{Figures.Count(asked, "job")} asked to end");
    }
}
