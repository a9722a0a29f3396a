using System.CommandLine;
using ElasticGrains.Cli.Faces;
using ElasticGrains.Cli.Output;
using ElasticGrains.Cli.Parsing;
using ElasticGrains.Cli.State;
using ElasticGrains.Jobs;

namespace ElasticGrains.Cli.Commands;

/// <summary><c>eg job results</c>: the answer, or the result of one item.</summary>
internal static class JobResultsCommand
{
    public static Command Create()
    {
        var id = JobCommand.Id();
        var item = new Option<long?>("--item") { Description = "The result of this item alone, counted from 0.", HelpName = "N", CustomParser = result => Quantity.Between(0)(result) };
        var wait = new Option<bool>("--wait") { Description = "Wait until the job ends." };
        var to = OutputPlace.Option("Where the answer goes, as the JSON that the kernel made of it, instead of being shown", isRequired: false);
        var state = new StateOption();
        var output = new OutputOptions();
        var command = new Command("results", "The answer of a job.") { id, item, wait, to };
        state.AddTo(command);
        output.AddTo(command);
        command.SetAction(async (parse, cancellationToken) =>
        {
            var jobId = parse.GetRequiredValue(id);
            var place = OutputPlace.Read(parse, to);
            await using var ledger = await JobSearch.OpenAsync(state.Read(parse), jobId, cancellationToken);
            if (parse.GetValue(item) is { } number)
            {
                var result = await LedgerQuestions.ReadItemAsync(ledger, jobId, number, cancellationToken);
                await TellAsync(result, place, cancellationToken);
                return (int)ExitCode.Done;
            }

            if (parse.GetValue(wait))
            {
                await LedgerQuestions.WaitForEndAsync(ledger, jobId, cancellationToken);
            }

            var job = await LedgerQuestions.ReadEndedAsync(ledger, state.Read(parse), jobId, cancellationToken);
            if (place is not null && job.Outcome.Phase == JobPhase.Succeeded)
            {
                await place.WriteAsync(job.Outcome.Result, cancellationToken);
                return (int)ExitCode.Done;
            }

            EndedJobPrinter.Print(job, KernelFaces.Of(job.Receipt), output.Read(parse));
            return (int)job.ExitCode;
        });
        return command;
    }

    private static async Task TellAsync(ReadOnlyMemory<byte> result, OutputPlace? place, CancellationToken cancellationToken)
    {
        if (place is null)
        {
            JsonOutput.PrintRaw(result);
        }
        else
        {
            await place.WriteAsync(result, cancellationToken);
        }
    }
}
