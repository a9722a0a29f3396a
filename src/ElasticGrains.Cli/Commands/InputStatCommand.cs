using System.CommandLine;
using ElasticGrains.Cli.Output;
using ElasticGrains.Cli.Parsing;
using ElasticGrains.Cli.Uploads;

namespace ElasticGrains.Cli.Commands;

/// <summary><c>eg input stat</c>: one input and its files.</summary>
internal static class InputStatCommand
{
    public static Command Create()
    {
        var name = InputCommand.Name();
        var state = new StateOption();
        var output = new OutputOptions();
        var command = new Command("stat", "One input: its files, whether it is complete, when it was used and how long it is kept.") { name };
        state.AddTo(command);
        output.AddTo(command);
        command.SetAction(async (parse, cancellationToken) =>
        {
            await using var grid = await InputGrid.OpenAsync(state.Read(parse), creates: false, cancellationToken);
            var input = await grid.FindAsync(parse.GetRequiredValue(name), cancellationToken);
            if (output.Read(parse) == OutputFormat.Json)
            {
                JsonOutput.Print(InputView.Of(input));
                return (int)ExitCode.Done;
            }

            Terminal.Line($"input        {input.Name}, {InputView.StateOf(input)}");
            Terminal.Line($"size         {Figures.Short(input.Length, "bytes")} ({Figures.Count(input.Length)} bytes) in {Figures.Count(input.Parts, "part")}");
            Terminal.Line($"fingerprint  {input.Fingerprint ?? "-"}");
            Terminal.Line($"begun        {Figures.Time(input.Created)}");
            Terminal.Line($"used         {Figures.Time(input.LastUsed)}, read {(input.LastRead is { } read ? Figures.Time(read) : "never")}");
            Terminal.Line($"kept         {Duration.Text(input.Keep)} after its last use, until {Figures.Time(input.Expires)}");
            if (input.Files is { } files)
            {
                var table = new TextTable("FILE", "BYTES#");
                foreach (var file in files)
                {
                    table.Add(file.Path.Length == 0 ? "(the input itself)" : file.Path, Figures.Count(file.Length));
                }

                Terminal.Table(table);
            }

            return (int)ExitCode.Done;
        });
        return command;
    }
}
