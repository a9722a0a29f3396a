using System.CommandLine;
using ElasticGrains.Cli.Output;
using ElasticGrains.Cli.Running;
using ElasticGrains.Cli.Uploads;

namespace ElasticGrains.Cli.Commands;

/// <summary><c>eg input get</c>: the files of an input back to a disk.</summary>
internal static class InputGetCommand
{
    public static Command Create()
    {
        var name = InputCommand.Name();
        var to = new Option<string>("--to")
        {
            Description = "Where its files go, each checked: a directory, or a file for an input that was put as one file. It must not exist yet, and is there whole or not at all.",
            HelpName = "DIR",
            Required = true,
        };
        var state = new StateOption();
        var command = new Command("get", "The files of an input, to a directory; or its bytes, to a file, if it was put as one file.") { name, to };
        state.AddTo(command);
        command.SetAction(async (parse, cancellationToken) =>
        {
            using var signals = new StopSignals();
            using var either = CancellationTokenSource.CreateLinkedTokenSource(signals.Token, cancellationToken);
            var place = parse.GetRequiredValue(to);
            if (File.Exists(place) || Directory.Exists(place))
            {
                throw EgException.Usage($"--to: {place} exists already; name another, or remove it.");
            }

            await using var grid = await InputGrid.OpenAsync(state.Read(parse), creates: false, either.Token);
            var input = await grid.FindAsync(parse.GetRequiredValue(name), either.Token);
            await new InputDownload(grid.Inputs, input).WriteAsync(place, either.Token);
            Terminal.Note($"{Figures.Short(input.Length, "bytes")} in {Figures.Count(input.FileCount, "file")} written to {place}");
            return (int)ExitCode.Done;
        });
        return command;
    }
}
