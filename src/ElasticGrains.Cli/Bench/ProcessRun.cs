using System.Diagnostics;

namespace ElasticGrains.Cli.Bench;

/// <summary>Runs this very program as another process and takes its wall time.</summary>
internal static class ProcessRun
{
    public static async Task<TimeSpan> TimeAsync(IReadOnlyList<string> arguments, CancellationToken cancellationToken)
    {
        var start = Command(arguments);
        start.RedirectStandardError = true;
        var began = Stopwatch.GetTimestamp();
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync(cancellationToken);
        var errors = await process.StandardError.ReadToEndAsync(cancellationToken);
        await output;
        await process.WaitForExitAsync(cancellationToken);
        return process.ExitCode == 0
            ? Stopwatch.GetElapsedTime(began)
            : throw new InvalidOperationException($"eg {string.Join(' ', arguments)} ended with {process.ExitCode}: {errors}");
    }

    /// <summary>How to start it; what it prints is read from it.</summary>
    public static ProcessStartInfo Command(IReadOnlyList<string> arguments)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!) { RedirectStandardOutput = true };
        if (Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet")
        {
            start.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, "eg.dll"));
        }

        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        return start;
    }

    public static TimeSpan Median(IEnumerable<TimeSpan> times)
    {
        var sorted = times.Order().ToArray();
        return (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }
}
