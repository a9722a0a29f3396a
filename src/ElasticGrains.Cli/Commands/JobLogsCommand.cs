using System.CommandLine;
using ElasticGrains.Cli.Output;
using ElasticGrains.Cli.Parsing;
using ElasticGrains.Cli.State;

namespace ElasticGrains.Cli.Commands;

/// <summary><c>eg job logs</c>: what kernels wrote while they computed, and what became of their attempts; as JSON one document per line.</summary>
internal static class JobLogsCommand
{
    public static Command Create()
    {
        var id = JobCommand.Id();
        var shard = new Option<int?>("--shard") { Description = "This shard alone, with all that happened to it.", HelpName = "N", CustomParser = result => Quantity.Between32(0)(result) };
        var attempt = new Option<long?>("--attempt") { Description = "Attempts with this number alone.", HelpName = "N", CustomParser = result => Quantity.Between(1)(result) };
        var follow = new FollowOption();
        var state = new StateOption();
        var output = new OutputOptions();
        var command = new Command("logs", "What a job's kernel wrote while it ran, by shard and attempt, and why attempts failed.") { id, shard, attempt };
        follow.AddTo(command);
        state.AddTo(command);
        output.AddTo(command);
        command.SetAction(async (parse, cancellationToken) =>
        {
            var jobId = parse.GetRequiredValue(id);
            var isJson = output.Read(parse) == OutputFormat.Json;
            await using var ledger = await JobSearch.OpenAsync(state.Read(parse), jobId, cancellationToken);
            var isEmpty = true;
            var lines = LogQuestions.ReadAsync(ledger, jobId, parse.GetValue(shard), parse.GetValue(attempt), follow.Read(parse), cancellationToken);
            await foreach (var line in lines)
            {
                isEmpty = false;
                if (isJson)
                {
                    JsonOutput.PrintLine(line);
                }
                else
                {
                    Terminal.Line(line.Line);
                }
            }

            if (isEmpty)
            {
                var isPart = parse.GetValue(shard) is not null || parse.GetValue(attempt) is not null;
                Terminal.Note(isPart ? $"no such lines in the log of job {jobId}" : $"the log of job {jobId} is empty: its kernel wrote nothing, and no attempt failed or was lost");
            }

            return (int)ExitCode.Done;
        });
        return command;
    }
}
