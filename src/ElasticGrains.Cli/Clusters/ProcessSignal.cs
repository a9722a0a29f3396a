using System.Diagnostics;
using System.Globalization;

namespace ElasticGrains.Cli.Clusters;

/// <summary>Signals to processes.</summary>
internal static class ProcessSignal
{
    public static void Send(string name, int process)
    {
        // By a full path: a bare name is looked for in the current directory too, which somebody may have deleted.
        var start = new ProcessStartInfo("/bin/sh", ["-c", "kill -\"$1\" \"$2\"", "sh", name, process.ToString(CultureInfo.InvariantCulture)])
        {
            WorkingDirectory = "/",
            RedirectStandardError = true,
        };
        using var kill = Process.Start(start)!;

        // It may have ended just now.
        kill.StandardError.ReadToEnd();
        kill.WaitForExit();
    }
}
