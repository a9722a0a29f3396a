using System.CommandLine;
using ElasticGrains.Cli.Output;
using ElasticGrains.Cli.Uploads;

namespace ElasticGrains.Cli.Commands;

/// <summary><c>eg input list</c>: what was put into the grid.</summary>
internal static class InputListCommand
{
    public static Command Create()
    {
        var state = new StateOption();
        var output = new OutputOptions();
        var command = new Command("list", "The inputs that were put into the grid.");
        state.AddTo(command);
        output.AddTo(command);
        command.SetAction(async (parse, cancellationToken) =>
        {
            await using var grid = await InputGrid.OpenAsync(state.Read(parse), creates: false, cancellationToken);
            var inputs = await grid.Inputs.ListAsync(cancellationToken);
            if (output.Read(parse) == OutputFormat.Json)
            {
                JsonOutput.Print(new { Inputs = inputs.Select(InputView.Of) });
                return (int)ExitCode.Done;
            }

            var table = new TextTable("NAME", "FILES#", "SIZE#", "STATE", "USED", "EXPIRES");
            foreach (var input in inputs)
            {
                table.Add(
                    input.Name,
                    input.IsComplete ? Figures.Count(input.FileCount) : "-",
                    Figures.Short(input.Length, "bytes"),
                    InputView.StateOf(input),
                    Figures.Time(input.LastUsed),
                    Figures.Time(input.Expires));
            }

            Terminal.Table(table);
            Terminal.Note($"{Figures.Count(inputs.Count, "input")} of {Figures.Short(inputs.Sum(input => input.Length), "bytes")}");
            return (int)ExitCode.Done;
        });
        return command;
    }
}
