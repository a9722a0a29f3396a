using System.Globalization;

namespace ElasticGrains.Cli.Clusters;

/// <summary>How a silo process is started.</summary>
internal static class SiloCommandLine
{
    /// <summary>The user's program, or this one as a silo.</summary>
    public static IReadOnlyList<string> Of(FileInfo? host) => host is not null
        ? [.. Launcher(host.FullName), host.FullName]
        : File.Exists(ThisProgram) ? [.. Launcher(ThisProgram), ThisProgram, "silo", "run"] : [Environment.ProcessPath!, "silo", "run"];

    /// <summary>Starts a silo process of a cluster.</summary>
    /// <param name="name">Its name; its log is called so.</param>
    /// <param name="logs">The directory of logs; made when it is missing.</param>
    /// <param name="cluster">The cluster.</param>
    /// <param name="slots">Its slots.</param>
    /// <param name="host">The user's program; null for this one.</param>
    /// <param name="more">What it is told beside or instead of the usual.</param>
    public static ServingProcess Start(string name, string logs, ClusterFile cluster, int slots, FileInfo? host, IReadOnlyDictionary<string, string> more)
    {
        Directory.CreateDirectory(logs);
        var environment = new Dictionary<string, string>
        {
            ["ElasticGrains__ConnectionString"] = cluster.ConnectionString,
            ["ElasticGrains__Schema"] = cluster.Schema,
            ["ElasticGrains__Cluster"] = cluster.Cluster,
            ["ElasticGrains__TokenFile"] = cluster.TokenFile,
            ["ElasticGrains__Name"] = name,
            ["ElasticGrains__Slots"] = slots.ToString(CultureInfo.InvariantCulture),
            ["ElasticGrains__SiloPort"] = "0",
            ["ElasticGrains__GatewayPort"] = "0",
            ["ElasticGrains__HealthUrls"] = "http://127.0.0.1:0",
            ["ASPNETCORE_URLS"] = "http://127.0.0.1:0",

            // The watcher for changed settings would hear of every file below this directory, such as the silos' logs.
            ["DOTNET_hostBuilder__reloadConfigOnChange"] = "false",
        };
        foreach (var (key, value) in more)
        {
            environment[key] = value;
        }

        return ServingProcess.Start(name, Path.Combine(Path.GetFullPath(logs), $"{name}.log"), Of(host), environment);
    }

    // Not there where all of it is one file, which starts itself.
    private static string ThisProgram => Path.Combine(AppContext.BaseDirectory, "eg.dll");

    // An assembly is started by the runtime that runs this program; anything else starts itself.
    private static string[] Launcher(string program) => program.EndsWith(".dll", StringComparison.OrdinalIgnoreCase) ? [Runtime] : [];

    private static string Runtime => Environment.ProcessPath is { } path && Path.GetFileNameWithoutExtension(path) == "dotnet" ? path : "dotnet";
}
