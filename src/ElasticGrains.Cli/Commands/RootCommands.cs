using System.CommandLine;
using ElasticGrains.Cli.Bench;
using ElasticGrains.Cli.Chaos;

namespace ElasticGrains.Cli.Commands;

/// <summary>The table of contents: every command of <c>eg</c>. A new one is a class with <c>Create()</c> and a line here.</summary>
internal static class RootCommands
{
    public static RootCommand Create() => new("eg: the elastic grid. A job survives kill -9, and its receipt proves the answer.")
    {
        RunCommand.Create(),
        JobCommand.Create(),
        ShardCommand.Create(),
        BlockCommand.Create(),
        InputCommand.Create(),
        UpCommand.Create(),
        SiloCommand.Create(),
        ScaleCommand.Create(),
        TopCommand.Create(),
        DbCommand.Create(),
        VerifyCommand.Create(),
        KernelCommand.Create(),
        GpuCommand.Create(),
        BenchCommand.Create(),
        ChaosCommand.Create(),
        DocsCommand.Create(),
    };
}
