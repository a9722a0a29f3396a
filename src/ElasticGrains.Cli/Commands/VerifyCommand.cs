using System.CommandLine;
using ElasticGrains.Cli.Output;
using ElasticGrains.Cli.State;

namespace ElasticGrains.Cli.Commands;

/// <summary><c>eg verify</c>: proves from the ledger's rows alone that every item was committed exactly once.</summary>
internal static class VerifyCommand
{
    public static Command Create()
    {
        var id = new Argument<string?>("ID") { Description = "One job only.", Arity = ArgumentArity.ZeroOrOne };
        var state = new StateOption();
        var output = new OutputOptions();
        var command = new Command("verify", "Check ledgers: every item once, numbers without gaps, checksums, receipts.") { id };
        state.AddTo(command);
        output.AddTo(command);
        command.SetAction(async (parse, cancellationToken) =>
        {
            var report = await LedgerCheck.RunAsync(state.Read(parse), parse.GetValue(id), cancellationToken);
            if (output.Read(parse) == OutputFormat.Json)
            {
                JsonOutput.Print(report);
            }
            else
            {
                foreach (var finding in report.Findings)
                {
                    Terminal.Line($"{finding.JobId}  {finding.Code}  {finding.Message}");
                }

                Terminal.Line($"{Figures.Count(report.Jobs, "job")}, {Figures.Count(report.Commits, "commit")} checked: "
                    + (report.Findings.Count == 0 ? "clean" : Figures.Count(report.Findings.Count, "finding")));
            }

            return (int)(report.Findings.Count == 0 ? ExitCode.Done : ExitCode.Failed);
        });
        return command;
    }
}
