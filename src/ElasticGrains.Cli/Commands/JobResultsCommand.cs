using System.CommandLine;
using ElasticGrains.Cli.Faces;
using ElasticGrains.Cli.Output;
using ElasticGrains.Cli.Parsing;
using ElasticGrains.Cli.State;

namespace ElasticGrains.Cli.Commands;

/// <summary><c>eg job results</c>: the answer, or the result of one item.</summary>
internal static class JobResultsCommand
{
    public static Command Create()
    {
        var id = JobCommand.Id();
        var item = new Option<long?>("--item") { Description = "The result of this item alone, counted from 0.", HelpName = "N", CustomParser = result => Quantity.Between(0)(result) };
        var wait = new Option<bool>("--wait") { Description = "Wait until the job ends." };
        var state = new StateOption();
        var output = new OutputOptions();
        var command = new Command("results", "The answer of a job.") { id, item, wait };
        state.AddTo(command);
        output.AddTo(command);
        command.SetAction(async (parse, cancellationToken) =>
        {
            var jobId = parse.GetRequiredValue(id);
            await using var ledger = await JobSearch.OpenAsync(state.Read(parse), jobId, cancellationToken);
            if (parse.GetValue(item) is { } number)
            {
                await PrintItemAsync(ledger, jobId, number, cancellationToken);
                return (int)ExitCode.Done;
            }

            if (parse.GetValue(wait))
            {
                await LedgerQuestions.WaitForEndAsync(ledger, jobId, cancellationToken);
            }

            var job = await LedgerQuestions.ReadEndedAsync(ledger, state.Read(parse), jobId, cancellationToken);
            EndedJobPrinter.Print(job, KernelFaces.Of(job.Receipt), output.Read(parse));
            return (int)job.ExitCode;
        });
        return command;
    }

    private static async Task PrintItemAsync(OpenLedger ledger, string jobId, long item, CancellationToken cancellationToken)
    {
        var result = await LedgerQuestions.ReadItemAsync(ledger, jobId, item, cancellationToken);
        JsonOutput.PrintRaw(result);
    }
}
