using System.CommandLine;
using ElasticGrains.Cli.Output;
using ElasticGrains.Cli.State;

namespace ElasticGrains.Cli.Commands;

/// <summary><c>eg job cancel</c>: writes the wish into the ledger; the process that runs the job obeys within two seconds.</summary>
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
            var jobs = await filter.ChooseAsync(
                parse, id, state.Read(parse), hasEnded: false, ended => $"job {ended} has ended already; there is nothing to cancel. No job was asked to end.", cancellationToken);
            var asked = await AskAsync(jobs, parse.GetRequiredValue(reason), cancellationToken);
            if (output.Read(parse) == OutputFormat.Json)
            {
                JsonOutput.Print(new { Asked = asked });
            }

            return (int)ExitCode.Done;
        });
        return command;
    }

    private static async Task<IReadOnlyList<string>> AskAsync(IReadOnlyList<FoundJob> jobs, string reason, CancellationToken cancellationToken)
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

        Terminal.Note($"{Figures.Count(asked.Count, "job")} asked to end; the process that runs a job ends it within two seconds, or at its next start");
        return asked;
    }
}
