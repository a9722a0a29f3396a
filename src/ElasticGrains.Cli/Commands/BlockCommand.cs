using System.CommandLine;

namespace ElasticGrains.Cli.Commands;

/// <summary><c>eg block …</c>.</summary>
internal static class BlockCommand
{
    public static Command Create() => new("block", "Look at blocks, the bytes of what is larger than 256 KiB: partial results, answers and inputs that are kept.")
    {
        BlockListCommand.Create(), BlockStatCommand.Create(), BlockGetCommand.Create(), BlockCollectCommand.Create(),
    };

    /// <summary>The block of a job.</summary>
    public static Argument<string> Id() => new("BLOCK") { Description = "The block's id, as 'eg block list' shows it." };
}
