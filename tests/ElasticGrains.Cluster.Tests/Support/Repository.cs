namespace ElasticGrains.Cluster.Tests.Support;

/// <summary>The sources that these tests were built from.</summary>
internal static class Repository
{
    public static string Root { get; } = Find();

    /// <summary>The configuration that these tests were built in: bin/Release/net10.0.</summary>
    public static string Configuration { get; } = new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name;

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
