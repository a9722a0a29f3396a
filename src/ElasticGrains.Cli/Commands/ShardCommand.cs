using System.CommandLine;

namespace ElasticGrains.Cli.Commands;

/// <summary><c>eg shard …</c>.</summary>
internal static class ShardCommand
{
    public static Command Create() => new("shard", "Look into one shard of a job.") { ShardHistoryCommand.Create(), ShardReplayCommand.Create() };
}
