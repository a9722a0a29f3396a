using System.CommandLine;
using ElasticGrains.Cli.Faces;
using ElasticGrains.Cli.Output;
using ElasticGrains.Cli.State;

namespace ElasticGrains.Cli.Commands;

/// <summary><c>eg job receipt</c>.</summary>
internal static class JobReceiptCommand
{
    public static Command Create()
    {
        var id = JobCommand.Id();
        var state = new StateOption();
        var output = new OutputOptions();
        var command = new Command("receipt", "What the ledger says was computed, once each, by whom.") { id };
        state.AddTo(command);
        output.AddTo(command);
        command.SetAction(async (parse, cancellationToken) =>
        {
            var jobId = parse.GetRequiredValue(id);
            await using var ledger = await JobSearch.OpenAsync(state.Read(parse), jobId, cancellationToken);
            var receipt = await LedgerQuestions.ReadReceiptAsync(ledger, jobId, cancellationToken);
            if (output.Read(parse) == OutputFormat.Json)
            {
                JsonOutput.Print(receipt);
            }
            else
            {
                EndedJobPrinter.PrintReceipt(receipt, KernelFaces.Of(receipt).ItemWord);
            }

            return (int)ExitCode.Done;
        });
        return command;
    }
}
