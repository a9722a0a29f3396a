namespace ElasticGrains.Cli.Tests.Support;

/// <summary>The sources that these tests were built from.</summary>
internal static class Repository
{
    public static string Root { get; } = Find();

    /// <summary>Where a project's build lies, in the configuration of these tests.</summary>
    public static string OutputOf(string project)
    {
        var framework = new DirectoryInfo(AppContext.BaseDirectory);
        return Path.Combine(Root, project, "bin", framework.Parent!.Name, framework.Name);
    }

    private static string Find()
    {
        var directory = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(directory, "ElasticGrains.sln")))
        {
            directory = Path.GetDirectoryName(directory) ?? throw new InvalidOperationException("These tests run from within the repository only.");
        }

        return directory;
    }
}
