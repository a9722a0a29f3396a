using System.Diagnostics;
using System.Text.Json;
using System.Text.RegularExpressions;
using ElasticGrains.Cli.Tests.Support;

namespace ElasticGrains.Cli.Tests.Containers;

/// <summary>What an image is after its last instruction; its file system is a directory.</summary>
internal sealed class Image(string root, BaseImage from)
{
    public string Root => root;

    public Dictionary<string, string> Environment { get; } = new(from.Environment);

    public string WorkingDirectory { get; set; } = "/";

    public string? User { get; set; }

    public string[] Entrypoint { get; set; } = [];

    /// <summary>Where a path of the image lies on this machine.</summary>
    public string PathOf(string path) => Path.Combine(root, Path.Combine(WorkingDirectory, path).TrimStart('/'));
}

/// <summary>
/// Builds what a Dockerfile says without a container engine: each stage is an empty directory, commands run in it by this machine's shell
/// and its SDK. Commands with absolute paths are refused, since they would leave it.
/// </summary>
internal sealed partial class ImageBuild(string directory)
{
    private readonly Dictionary<string, Image> _stages = [];

    public async Task<Image> RunAsync(Dockerfile dockerfile)
    {
        Image? image = null;
        foreach (var (number, stage) in dockerfile.Stages.Index())
        {
            image = new Image(Path.Combine(directory, $"{number}"), BaseImage.Of(stage.Base));
            Directory.CreateDirectory(image.Root);
            foreach (var instruction in stage.Instructions)
            {
                await ApplyAsync(image, instruction);
            }

            _stages[stage.Name ?? $"{number}"] = image;
        }

        return image!;
    }

    private async Task ApplyAsync(Image image, Instruction instruction)
    {
        // A command's variables are its shell's.
        var arguments = instruction.Name == "RUN" ? instruction.Arguments : Variable().Replace(instruction.Arguments, name => image.Environment[name.Groups[1].Value]);
        switch (instruction.Name)
        {
            case "WORKDIR":
                image.WorkingDirectory = Path.Combine(image.WorkingDirectory, arguments);
                Directory.CreateDirectory(image.PathOf("."));
                break;
            case "COPY":
                Copy(image, arguments);
                break;
            case "RUN":
                await RunAsync(image, Mount().Replace(arguments, ""));
                break;
            case "ENV":
                foreach (var pair in arguments.Split(' ', StringSplitOptions.RemoveEmptyEntries))
                {
                    image.Environment[pair.Split('=', 2)[0]] = pair.Split('=', 2)[1];
                }

                break;
            case "USER":
                image.User = arguments;
                break;
            case "ENTRYPOINT":
                image.Entrypoint = JsonSerializer.Deserialize<string[]>(arguments)!;
                break;
        }
    }

    private void Copy(Image image, string arguments)
    {
        var copy = CopyForm().Match(arguments);
        Assert.True(copy.Success, $"COPY {arguments} is not understood.");
        var source = copy.Groups["stage"] is { Success: true } stage ? _stages[stage.Value].PathOf(copy.Groups["from"].Value) : Path.Combine(Repository.Root, copy.Groups["from"].Value);
        var files = copy.Groups["stage"].Success ? Below(source) : Tracked(source);
        foreach (var file in files)
        {
            var target = image.PathOf(Path.Combine(copy.Groups["to"].Value, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(Path.Combine(source, file), target);
        }
    }

    private static IEnumerable<string> Below(string directory) =>
        Directory.EnumerateFiles(directory, "*", SearchOption.AllDirectories).Select(file => Path.GetRelativePath(directory, file));

    // What a fresh clone has; without git, what is here.
    private static IEnumerable<string> Tracked(string directory)
    {
        var ignore = new DockerIgnore(File.ReadAllText(Path.Combine(directory, ".dockerignore")));
        var all = Path.Exists(Path.Combine(directory, ".git")) ? InGit(directory) : Below(directory);
        return all.Where(file => ignore.Takes(file) && File.Exists(Path.Combine(directory, file)));
    }

    private static string[] InGit(string directory)
    {
        using var git = Process.Start(new ProcessStartInfo("git", ["-c", "safe.directory=*", "-C", directory, "ls-files", "-z"]) { RedirectStandardOutput = true })!;
        var files = git.StandardOutput.ReadToEnd().Split('\0', StringSplitOptions.RemoveEmptyEntries);
        git.WaitForExit();
        Assert.Equal(0, git.ExitCode);
        return files;
    }

    private static async Task RunAsync(Image image, string command)
    {
        Assert.DoesNotMatch(AbsolutePath(), command);
        // Not into pipes: servers of the compiler would hold them open.
        var log = image.Root + ".log";
        var start = new ProcessStartInfo("/bin/sh", ["-c", $"( {command} ) >'{log}' 2>&1 </dev/null"]) { WorkingDirectory = image.PathOf(".") };
        foreach (var (key, value) in image.Environment.Append(new("MSBUILDDISABLENODEREUSE", "1")).Append(new("DOTNET_CLI_USE_MSBUILD_SERVER", "0")))
        {
            start.Environment[key] = value;
        }

        using var run = Process.Start(start)!;
        await run.WaitForExitAsync();
        Assert.True(run.ExitCode == 0, $"{command} ended with {run.ExitCode}:\n{await File.ReadAllTextAsync(log)}");
    }

    [GeneratedRegex(@"\$\{?([A-Z_]+)\}?")]
    private static partial Regex Variable();

    [GeneratedRegex(@"--mount=\S+\s+")]
    private static partial Regex Mount();

    [GeneratedRegex(@"^(--from=(?<stage>[a-z]+) )?(?<from>\S+) (?<to>\S+)$")]
    private static partial Regex CopyForm();

    [GeneratedRegex(@"(^|[\s=""'])/")]
    private static partial Regex AbsolutePath();
}
