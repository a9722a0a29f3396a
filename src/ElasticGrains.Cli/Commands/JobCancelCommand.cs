using System.CommandLine;
using ElasticGrains.Cli.Output;
using ElasticGrains.Cli.State;

namespace ElasticGrains.Cli.Commands;

/// <summary><c>eg job cancel</c>: writes the wish into the ledger; the process that runs the job obeys within a second.</summary>
internal static class JobCancelCommand
{
    public static Command Create()
    {
        var id = JobCommand.Id();
        var state = new StateOption();
        var reason = new Option<string>("--reason") { Description = "Why.", HelpName = "TEXT", DefaultValueFactory = _ => "cancelled by its owner" };
        var command = new Command("cancel", "Ask a running job to end.") { id, reason };
        state.AddTo(command);
        command.SetAction(async (parse, cancellationToken) =>
        {
            var jobId = parse.GetRequiredValue(id);
            await using var ledger = await JobSearch.OpenAsync(state.Read(parse), jobId, cancellationToken);
            if (!await ledger.Ledger.RequestCancelAsync(jobId, parse.GetRequiredValue(reason), cancellationToken))
            {
                throw EgException.Refused($"job {jobId} has ended already; there is nothing to cancel.");
            }

            Terminal.Note($"job {jobId} is asked to end; the process that runs it ends it within a second, or at its next start");
            return (int)ExitCode.Done;
        });
        return command;
    }
}
