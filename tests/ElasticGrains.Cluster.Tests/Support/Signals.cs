using System.Diagnostics;
using System.Globalization;

namespace ElasticGrains.Cluster.Tests.Support;

internal static class Signals
{
    public static void Send(string name, int processId)
    {
        using var kill = Process.Start("kill", [$"-{name}", processId.ToString(CultureInfo.InvariantCulture)]);
        kill.WaitForExit();
    }
}
