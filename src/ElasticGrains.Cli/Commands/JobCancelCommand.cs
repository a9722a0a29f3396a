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
        var output = new OutputOptions();
        var reason = new Option<string>("--reason") { Description = "Why.", HelpName = "TEXT", DefaultValueFactory = _ => "cancelled by its owner" };
        var command = new Command("cancel", "Ask running jobs to end: one by its id, or all that a filter names.") { id, reason };
        filter.AddTo(command);
        state.AddTo(command);
        output.AddTo(command);
        command.SetAction(async (parse, cancellationToken) =>
        {
            var places = state.Read(parse);
            IReadOnlyList<string> asked;
            if (parse.GetValue(id) is { Length: > 0 } ids)
            {
                JobCommand.RefuseBoth(filter, parse);
                foreach (var jobId in ids)
                {
                    await OneAsync(places, jobId, parse.GetRequiredValue(reason), cancellationToken);
                }

                asked = ids;
            }
            else
            {
                JobCommand.NeedOne(filter, parse);
                var jobs = await filter.FindAsync(parse, places, cancellationToken);
                asked = await ManyAsync([.. jobs.Where(job => !job.Entry.Phase.IsFinal())], parse.GetRequiredValue(reason), cancellationToken);
            }

            if (output.Read(parse) == OutputFormat.Json)
            {
                JsonOutput.Print(new { Asked = asked });
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

    private static async Task<IReadOnlyList<string>> ManyAsync(IReadOnlyList<FoundJob> jobs, string reason, CancellationToken cancellationToken)
    {
        var asked = new List<string>();
        foreach (var directory in jobs.GroupBy(job => job.Directory, StringComparer.Ordinal))
        {
            await using var ledger = LedgerFiles.Open(directory.Key);
            foreach (var job in directory)
            {
                if (await ledger.Ledger.RequestCancelAsync(job.Entry.Id, reason, cancellationToken))
                {
                    asked.Add(job.Entry.Id);
                }
            }
        }

        Terminal.Note($"{Figures.Count(asked.Count, "job")} asked to end");
        return asked;
    }
}
