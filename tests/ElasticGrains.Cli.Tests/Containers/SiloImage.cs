using ElasticGrains.Cli.Tests.Support;

namespace ElasticGrains.Cli.Tests.Containers;

/// <summary>The image of a silo, built once for the tests that start it.</summary>
public sealed class SiloImage : IAsyncLifetime
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("eg-image-");

    internal ComposeFile Compose { get; } = ComposeFile.Parse(File.ReadAllText(Path.Combine(Repository.Root, "docker-compose.yml")));

    internal Image? Image { get; private set; }

    public async Task InitializeAsync()
    {
        if (OperatingSystem.IsLinux())
        {
            // The image's user must get in.
            File.SetUnixFileMode(_directory.FullName, File.GetUnixFileMode(_directory.FullName) | UnixFileMode.OtherRead | UnixFileMode.OtherExecute);
            Image = await BuildAsync("silo");
        }
    }

    public Task DisposeAsync()
    {
        _directory.Delete(recursive: true);
        return Task.CompletedTask;
    }

    internal Task<Image> BuildAsync(string service) =>
        new ImageBuild(_directory.CreateSubdirectory(service).FullName).RunAsync(ComposeRules.DockerfileOf(Compose.Services[service])!);
}
