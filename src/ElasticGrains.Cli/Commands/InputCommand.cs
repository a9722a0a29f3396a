using System.CommandLine;

namespace ElasticGrains.Cli.Commands;

/// <summary><c>eg input …</c>.</summary>
internal static class InputCommand
{
    public static Command Create() => new("input", "Put files into the grid, where all silos read them as grid://NAME; look at them, get them back, delete them.")
    {
        InputPutCommand.Create(), InputListCommand.Create(), InputStatCommand.Create(), InputGetCommand.Create(), InputDeleteCommand.Create(),
    };

    /// <summary>An input that is there.</summary>
    public static Argument<string> Name() => new("NAME") { Description = "The input's name, as 'eg input list' shows it." };
}
