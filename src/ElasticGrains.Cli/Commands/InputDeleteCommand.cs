using System.CommandLine;
using ElasticGrains.Cli.Output;
using ElasticGrains.Cli.Uploads;

namespace ElasticGrains.Cli.Commands;

/// <summary><c>eg input delete</c>.</summary>
internal static class InputDeleteCommand
{
    public static Command Create()
    {
        var name = InputCommand.Name();
        var force = new Option<bool>("--force") { Description = "Also when it is being read: jobs that read it fail." };
        var state = new StateOption();
        var command = new Command("delete", "Delete an input, complete or not. One that is being read, or was in the last minutes, stays unless forced.") { name, force };
        state.AddTo(command);
        command.SetAction(async (parse, cancellationToken) =>
        {
            var input = parse.GetRequiredValue(name);
            await using var grid = await InputGrid.OpenAsync(state.Read(parse), creates: false, cancellationToken);
            await grid.FindAsync(input, cancellationToken);
            await grid.Inputs.DeleteAsync(input, parse.GetValue(force), cancellationToken);
            Terminal.Note($"input {input} is deleted");
            return (int)ExitCode.Done;
        });
        return command;
    }
}
