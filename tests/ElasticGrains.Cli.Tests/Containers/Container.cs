using System.Diagnostics;
using System.Runtime.Versioning;

namespace ElasticGrains.Cli.Tests.Containers;

/// <summary>
/// A process that is started as an image says: its entry point, its variables and no others of this machine's, its user where the tests may
/// become it. Paths of the image are mapped into its directory.
/// </summary>
[SupportedOSPlatform("linux")]
internal sealed class Container : IDisposable
{
    private const string SetPrivileges = "/usr/bin/setpriv";

    private readonly Image _image;
    private readonly Dictionary<string, string> _environment;
    private readonly Process _process;
    private readonly string _log;

    private Container(Image image, Dictionary<string, string> environment, string log)
    {
        (_image, _environment, _log) = (image, environment, log);
        _process = Start(image.Entrypoint, log);
    }

    public bool HasExited => _process.HasExited;

    public int ExitCode => _process.ExitCode;

    public string Log => File.Exists(_log) ? File.ReadAllText(_log) : "";

    public static Container Start(Image image, IReadOnlyDictionary<string, string> environment, IReadOnlyDictionary<string, string> secrets)
    {
        var all = new Dictionary<string, string>(image.Environment);
        foreach (var (key, value) in environment)
        {
            all[key] = value.StartsWith('/') ? image.PathOf(value) : value;
        }

        foreach (var (name, content) in secrets)
        {
            WriteSecret(image, image.PathOf($"/run/secrets/{name}"), content);
        }

        return new Container(image, all, image.Root + ".run.log");
    }

    /// <summary>Runs a command beside the process, as a health check does.</summary>
    /// <returns>Its exit code.</returns>
    public async Task<int> ExecuteAsync(IEnumerable<string> command)
    {
        using var process = Start([.. command], _image.Root + ".exec.log");
        await process.WaitForExitAsync();
        return process.ExitCode;
    }

    public async Task TerminateAsync(TimeSpan grace)
    {
        using var kill = Process.Start("kill", ["-TERM", $"{_process.Id}"]);
        await kill.WaitForExitAsync();
        await _process.WaitForExitAsync().WaitAsync(grace);
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
            _process.WaitForExit();
        }

        _process.Dispose();
    }

    private Process Start(string[] command, string log)
    {
        string[] mapped = [command[0], .. command[1..].Select(argument => argument.StartsWith('/') ? _image.PathOf(argument) : argument)];
        string[] become = MayBecome(_image.User) ? [SetPrivileges, $"--reuid={_image.User}", $"--regid={_image.User}", "--clear-groups", "--no-new-privs"] : [];
        var start = new ProcessStartInfo("/bin/sh", ["-c", $"exec \"$@\" >'{log}' 2>&1 </dev/null", "sh", .. become, .. mapped]) { WorkingDirectory = _image.PathOf(".") };
        var path = Environment.GetEnvironmentVariable("PATH");
        var runtime = Environment.GetEnvironmentVariable("DOTNET_ROOT");
        start.Environment.Clear();
        foreach (var (key, value) in _environment.Append(new("PATH", path!)).Append(new("DOTNET_ROOT", runtime!)).Where(pair => pair.Value is not null))
        {
            start.Environment[key] = value;
        }

        return Process.Start(start)!;
    }

    // A runtime mounts what others may read below a directory that is its own. Here, outside of one, only the owner may.
    private static void WriteSecret(Image image, string path, string content)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, content);
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        if (MayBecome(image.User))
        {
            using var own = Process.Start("chown", [image.User!, path]);
            own.WaitForExit();
            Assert.Equal(0, own.ExitCode);
        }
    }

    private static bool MayBecome(string? user) => user is not null && Environment.IsPrivilegedProcess && File.Exists(SetPrivileges);
}
