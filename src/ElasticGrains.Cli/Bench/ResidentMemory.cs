using System.Diagnostics;
using ElasticGrains.Cli.Clusters;

namespace ElasticGrains.Cli.Bench;

/// <summary>The memory that a process holds.</summary>
internal static class ResidentMemory
{
    /// <summary>In bytes.</summary>
    public static long Of(ISiloProcess process)
    {
        using var found = Process.GetProcessById(process.Id);
        return found.WorkingSet64;
    }
}
