using System.CommandLine;
using ElasticGrains.Cli.Output;
using ElasticGrains.Cli.State;

namespace ElasticGrains.Cli.Commands;

/// <summary><c>eg job why</c>: what a job waits for, or how it came to its end.</summary>
internal static class JobWhyCommand
{
    public static Command Create()
    {
        var id = JobCommand.Id();
        var state = new StateOption();
        var output = new OutputOptions();
        var command = new Command("why", "What a job waits for and what would start it, why it is slow, or how it came to its end.") { id };
        state.AddTo(command);
        output.AddTo(command);
        command.SetAction(async (parse, cancellationToken) =>
        {
            var jobId = parse.GetRequiredValue(id);
            await using var ledger = await JobSearch.OpenAsync(state.Read(parse), jobId, cancellationToken);
            var explained = await ExplainedJob.ReadAsync(ledger, jobId, cancellationToken);
            JobWhyPrinter.Print(explained, output.Read(parse));
            return (int)ExitCode.Done;
        });
        return command;
    }
}
