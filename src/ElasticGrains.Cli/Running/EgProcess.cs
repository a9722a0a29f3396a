using System.Diagnostics;

namespace ElasticGrains.Cli.Running;

/// <summary>This process on its own monotonic clock.</summary>
internal static class EgProcess
{
    // Read as the first thing in Main; what the runtime took to get there (about 50 ms) is not in it.
    private static readonly long Start = Stopwatch.GetTimestamp();

    /// <summary>The time since the command began.</summary>
    public static TimeSpan Elapsed => Stopwatch.GetElapsedTime(Start);
}
