using System.IO.Compression;
using System.Xml.Linq;
using ElasticGrains.Client;

namespace ElasticGrains.Cluster.Tests.Support;

/// <summary>
/// The packages of this build, in a folder as a user's disk has it: the feed where a sample's <c>nuget.config</c> looks for it, and a
/// package cache that knows what this machine has, but none of ours.
/// </summary>
public sealed class PackedPackages : IAsyncLifetime
{
    private const string Packages = "NUGET_PACKAGES";

    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("eg-packages-");

    public string Feed => Path.Combine(_directory.FullName, "artifacts", "packages");

    /// <summary>For what the SDK is asked to do here.</summary>
    public IReadOnlyDictionary<string, string> Environment => new Dictionary<string, string> { [Packages] = Cache };

    /// <summary>The ids of the packages.</summary>
    public IReadOnlyList<string> Ids => [.. Directory.EnumerateFiles(Feed, "*.nupkg").Select(file => Metadata(file, "id")).Order(StringComparer.Ordinal)];

    private string Cache => Path.Combine(_directory.FullName, "cache");

    public async Task InitializeAsync()
    {
        LinkTheCacheOfThisMachine();
        await DotnetCommand.RunAsync(
            Repository.Root, Environment, "dotnet", "pack", "ElasticGrains.sln", "-c", Repository.Configuration, "--no-build", "-o", Feed, "--nologo", "-v", "quiet");
    }

    /// <summary>What a package says of itself.</summary>
    public string MetadataOf(string id, string element) => Metadata(FileOf(id), element);

    /// <summary>The ids of the packages that a package asks for; at least one.</summary>
    public IReadOnlyList<string> DependenciesOf(string id)
    {
        string[] found = [.. Specification(FileOf(id)).Descendants().Where(node => node.Name.LocalName == "dependency").Select(node => node.Attribute("id")!.Value)];
        Assert.NotEmpty(found);
        return found;
    }

    public bool HasSymbols(string id) => File.Exists(Path.Combine(Feed, $"{id}.{Version}.snupkg"));

    /// <summary>Copies a sample to where it sees the feed, and builds it.</summary>
    /// <returns>The program.</returns>
    public async Task<string> BuildAsync(string sample)
    {
        var copy = Directory.CreateDirectory(Path.Combine(_directory.FullName, "docs", "samples", sample));
        foreach (var file in Directory.EnumerateFiles(Path.Combine(Repository.Root, "docs", "samples", sample)))
        {
            File.Copy(file, Path.Combine(copy.FullName, Path.GetFileName(file)));
        }

        var output = Path.Combine(copy.FullName, "output");
        await DotnetCommand.RunAsync(copy.FullName, Environment, "dotnet", "build", "-c", "Release", "-o", output, "--nologo", "-v", "quiet");
        return Path.Combine(output, $"{sample}.dll");
    }

    /// <summary>Installs <c>eg</c>.</summary>
    /// <returns>The program.</returns>
    public async Task<string> InstallToolAsync()
    {
        var tools = Path.Combine(_directory.FullName, "tools");
        await DotnetCommand.RunAsync(_directory.FullName, Environment, "dotnet", "tool", "install", "ElasticGrains.Cli", "--tool-path", tools, "--source", Feed);
        return Path.Combine(tools, "eg");
    }

    // Links are deleted, not followed: the cache of this machine stays.
    public Task DisposeAsync()
    {
        _directory.Delete(recursive: true);
        return Task.CompletedTask;
    }

    private static string Version => typeof(IGrid).Assembly.GetName().Version!.ToString(3);

    private static string Metadata(string package, string element) =>
        Specification(package).Descendants().FirstOrDefault(node => node.Name.LocalName == element)?.Value ?? "";

    private static XDocument Specification(string package)
    {
        using var archive = ZipFile.OpenRead(package);
        using var stream = archive.Entries.Single(entry => entry.FullName.EndsWith(".nuspec", StringComparison.Ordinal)).Open();
        return XDocument.Load(stream);
    }

    private string FileOf(string id) => Path.Combine(Feed, $"{id}.{Version}.nupkg");

    private void LinkTheCacheOfThisMachine()
    {
        Directory.CreateDirectory(Cache);
        var machine = System.Environment.GetEnvironmentVariable(Packages)
            ?? Path.Combine(System.Environment.GetFolderPath(System.Environment.SpecialFolder.UserProfile), ".nuget", "packages");
        foreach (var package in Directory.Exists(machine) ? Directory.EnumerateDirectories(machine) : [])
        {
            var name = Path.GetFileName(package);
            if (!name.StartsWith("elasticgrains.", StringComparison.OrdinalIgnoreCase))
            {
                Directory.CreateSymbolicLink(Path.Combine(Cache, name), package);
            }
        }
    }
}
