using System.Diagnostics;

namespace ElasticGrains.Cli.Tests.Support;

/// <summary>Runs the real command in a process of its own.</summary>
internal static class Eg
{
    // Far beyond any of these commands on a busy machine; a hang must not hang the tests.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    public static Task<EgResult> RunAsync(Scratch scratch, params string[] arguments) => Start(scratch, arguments).WaitAsync();

    public static RunningEg Start(Scratch scratch, params string[] arguments) => Start(scratch, prefix: [], arguments);

    /// <summary>Runs it by another command, in whose place it comes.</summary>
    public static RunningEg Start(Scratch scratch, string[] prefix, params string[] arguments)
    {
        // A shell makes its background jobs ignore Ctrl-C, and what they start inherits that: tests of it would not see it work.
        string[] command = [.. prefix, .. OperatingSystem.IsLinux() ? ["env", "--default-signal=INT", "dotnet"] : (string[])["dotnet"]];
        var start = new ProcessStartInfo(command[0])
        {
            WorkingDirectory = scratch.Directory,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
            Environment = { ["DOTNET_NOLOGO"] = "1", ["EG_DEBUG"] = "" },
        };
        foreach (var argument in (string[])[.. command[1..], "exec", Path.Combine(AppContext.BaseDirectory, "eg.dll"), .. arguments])
        {
            start.ArgumentList.Add(argument);
        }

        return new RunningEg(Process.Start(start)!, Patience);
    }
}
