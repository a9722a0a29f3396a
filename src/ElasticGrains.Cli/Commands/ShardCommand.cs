using System.CommandLine;

namespace ElasticGrains.Cli.Commands;

/// <summary><c>eg shard …</c>.</summary>
internal static class ShardCommand
{
    public static Command Create() => new("shard", "Look at the shards of a job, have one go on elsewhere, or run one again.")
    {
        ShardListCommand.Create(), ShardHistoryCommand.Create(), ShardMoveCommands.Move(), ShardMoveCommands.Split(), ShardReplayCommand.Create(),
    };
}
