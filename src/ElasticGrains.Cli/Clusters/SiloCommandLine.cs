namespace ElasticGrains.Cli.Clusters;

/// <summary>How a silo process is started.</summary>
internal static class SiloCommandLine
{
    /// <summary>The user's program, or this one as a silo.</summary>
    public static IReadOnlyList<string> Of(FileInfo? host) => host is not null
        ? [.. Launcher(host.FullName), host.FullName]
        : [.. Launcher(ThisProgram), ThisProgram, "silo", "run"];

    private static string ThisProgram => Path.Combine(AppContext.BaseDirectory, "eg.dll");

    // An assembly is started by the runtime that runs this program; anything else starts itself.
    private static string[] Launcher(string program) => program.EndsWith(".dll", StringComparison.OrdinalIgnoreCase) ? [Runtime] : [];

    private static string Runtime => Environment.ProcessPath is { } path && Path.GetFileNameWithoutExtension(path) == "dotnet" ? path : "dotnet";
}
