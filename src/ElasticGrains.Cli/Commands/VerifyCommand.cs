using System.CommandLine;
using ElasticGrains.Cli.Output;
using ElasticGrains.Cli.State;

namespace ElasticGrains.Cli.Commands;

/// <summary>
/// <c>eg verify</c>: proves from the ledger's rows alone that every item was committed exactly once, and looks for slots that were held twice, time that does not
/// add up, and what jobs have left behind.
/// </summary>
internal static class VerifyCommand
{
    public static Command Create()
    {
        var id = new Argument<string?>("ID") { Description = "One job only.", Arity = ArgumentArity.ZeroOrOne };
        var state = new StateOption();
        var output = new OutputOptions();
        var command = new Command("verify", "Check ledgers: every item once, numbers without gaps, checksums, slots and attempts, and that nothing is left of jobs that have ended.") { id };
        state.AddTo(command);
        output.AddTo(command);
        command.SetAction(async (parse, cancellationToken) =>
        {
            var report = await LedgerCheck.RunAsync(state.Read(parse), parse.GetValue(id), TimeProvider.System, cancellationToken);
            if (output.Read(parse) == OutputFormat.Json)
            {
                JsonOutput.Print(report);
            }
            else
            {
                foreach (var line in CheckPrinter.LinesOf(report))
                {
                    Terminal.Line(line);
                }
            }

            return (int)(report.Proofs == 0 ? ExitCode.Done : ExitCode.Failed);
        });
        return command;
    }
}
