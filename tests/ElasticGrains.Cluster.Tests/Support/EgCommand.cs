using System.Text.Json;
using ElasticGrains.Storage.Postgres;

namespace ElasticGrains.Cluster.Tests.Support;

/// <summary>The real <c>eg</c>, in a directory that knows a test's cluster.</summary>
internal sealed class EgCommand : IDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("eg-command-");

    public EgCommand(TestCluster cluster)
    {
        var token = Path.Combine(_directory.FullName, "token");
        WritePrivate(token, cluster.Token);
        WritePrivate(
            Path.Combine(_directory.FullName, "cluster.json"),
            JsonSerializer.Serialize(new { connectionString = cluster.ConnectionString, schema = PostgresStoreOptions.DefaultSchema, cluster = "test", tokenFile = token }));
    }

    public static string Program { get; } = Path.Combine(Repository.Root, "src", "ElasticGrains.Cli", "bin", Repository.Configuration, "net10.0", "eg.dll");

    /// <summary>Runs a command that is to succeed.</summary>
    /// <returns>What it wrote.</returns>
    public Task<string> RunAsync(params string[] command) =>
        DotnetCommand.RunAsync(_directory.FullName, new Dictionary<string, string>(), "dotnet", ["exec", Program, .. command, "--state", _directory.FullName]);

    public void Dispose() => _directory.Delete(recursive: true);

    private static void WritePrivate(string path, string text)
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        using var writer = new StreamWriter(path, options);
        writer.Write(text);
    }
}
