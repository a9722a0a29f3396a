namespace ElasticGrains.Cli.Clusters;

/// <summary>What is told of any silo process.</summary>
internal static class SiloProcesses
{
    /// <summary>True when a member of the cluster may be this process, by its name: a silo adds characters of its own to it at each start.</summary>
    public static bool IsMember(this ISiloProcess silo, string member) => member.StartsWith($"{silo.Name}.", StringComparison.Ordinal);
}
