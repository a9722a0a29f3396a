using System.Diagnostics;

namespace ElasticGrains.Cluster.Tests.Support;

/// <summary>A program that is run to its end: the SDK, or what it installed.</summary>
internal static class DotnetCommand
{
    // A restore and a build on a busy machine.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(4);

    /// <summary>Runs the program; a failure shows what it said.</summary>
    /// <returns>What it wrote.</returns>
    public static async Task<string> RunAsync(string directory, IReadOnlyDictionary<string, string> environment, string program, params string[] arguments)
    {
        var (exitCode, said, complained) = await EndAsync(directory, environment, program, arguments);
        Assert.True(exitCode == 0, $"{program} {string.Join(' ', arguments)} ended with {exitCode}:\n{said}{complained}");
        return said;
    }

    /// <summary>Runs the program however it ends.</summary>
    public static async Task<(int ExitCode, string Out, string Error)> EndAsync(
        string directory, IReadOnlyDictionary<string, string> environment, string program, params string[] arguments) =>
        await EndAsync(directory, environment, Patience, program, arguments);

    /// <summary>Runs a program that may take that long, however it ends.</summary>
    public static async Task<(int ExitCode, string Out, string Error)> EndAsync(
        string directory, IReadOnlyDictionary<string, string> environment, TimeSpan patience, string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = directory,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
        };

        // No build server outlives its command: it would hold the output open.
        (start.Environment["MSBUILDDISABLENODEREUSE"], start.Environment["DOTNET_CLI_USE_MSBUILD_SERVER"], start.Environment["UseSharedCompilation"]) = ("1", "0", "false");
        foreach (var (key, value) in environment)
        {
            start.Environment[key] = value;
        }

        using var process = Process.Start(start)!;
        process.StandardInput.Close();
        var said = Task.WhenAll(process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        var isInTime = await Task.WhenAny(said, Task.Delay(patience)) == said;
        if (!isInTime)
        {
            // Ending in order it ends what it has started; a minute is what that takes at most.
            Signals.Send("TERM", process.Id);
            await Task.WhenAny(said, Task.Delay(TimeSpan.FromMinutes(1)));
            process.Kill(entireProcessTree: true);
        }

        var texts = await said;
        await process.WaitForExitAsync();
        return isInTime ? (process.ExitCode, texts[0], texts[1]) : throw new TimeoutException($"{program} {string.Join(' ', arguments)} did not end in {patience}:\n{texts[0]}{texts[1]}");
    }
}
