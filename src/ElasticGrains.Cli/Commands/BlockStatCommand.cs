using System.CommandLine;
using ElasticGrains.Cli.Output;
using ElasticGrains.Cli.State;

namespace ElasticGrains.Cli.Commands;

/// <summary><c>eg block stat</c>: one block, read whole and checked.</summary>
internal static class BlockStatCommand
{
    public static Command Create()
    {
        var id = JobCommand.Id();
        var block = BlockCommand.Id();
        var state = new StateOption();
        var output = new OutputOptions();
        var command = new Command("stat", "One block: where it is, what refers to it, and whether its bytes are what they should be. Fails when they are not.") { id, block };
        state.AddTo(command);
        output.AddTo(command);
        command.SetAction(async (parse, cancellationToken) =>
        {
            var jobId = parse.GetRequiredValue(id);
            await using var ledger = await JobSearch.OpenAsync(state.Read(parse), jobId, cancellationToken);
            var stored = await BlockQuestions.FindAsync(ledger, jobId, parse.GetRequiredValue(block), cancellationToken);
            var view = (await BlockQuestions.ViewAsync(ledger, jobId, [stored], cancellationToken)).Single();
            var (_, trouble) = await BlockQuestions.ReadAsync(ledger, jobId, stored.Handle, cancellationToken);
            if (output.Read(parse) == OutputFormat.Json)
            {
                JsonOutput.Print(new { Block = view, IsWhole = trouble is null, Trouble = trouble });
            }
            else
            {
                Terminal.Line($"block     {view.Block} of job {jobId}");
                Terminal.Line($"size      {Figures.Short(view.Bytes, "bytes")} ({Figures.Count(view.Bytes)} bytes)");
                Terminal.Line($"checksum  {view.Checksum} (XxHash3)");
                Terminal.Line($"where     {view.Place}");
                Terminal.Line($"of        {view.Of ?? "nothing"}");
                Terminal.Line($"bytes     {(trouble is null ? "as they should be" : trouble)}");
            }

            return (int)(trouble is null ? ExitCode.Done : ExitCode.Failed);
        });
        return command;
    }
}
