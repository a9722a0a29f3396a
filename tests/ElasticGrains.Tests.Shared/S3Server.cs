using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace ElasticGrains.Tests.Shared;

/// <summary>
/// A small real S3 server (s3rver, a program of Node.js) with one bucket, in a directory of its own. Its program is fetched by npm once for each user of the machine.
/// </summary>
internal sealed class S3Server : IAsyncDisposable
{
    public const string Bucket = "blocks";
    private const string Prefix = "grid";
    private const string Program = "s3rver";
    private const string Version = "3.7.1";
    private const string Key = "S3RVER";

    private static readonly Lazy<Task<string>> Script = new(InstallAsync);
    private static readonly TimeSpan StartWithin = TimeSpan.FromSeconds(60);
    private static int _ports;

    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("eg-s3-");
    private readonly int _port = FreePort();
    private Process? _process;

    private S3Server() => AppDomain.CurrentDomain.ProcessExit += OnExit;

    /// <summary>The bucket, as a setting names it.</summary>
    public string Place => string.Create(CultureInfo.InvariantCulture, $"s3://{Bucket}/{Prefix}?endpoint=http://127.0.0.1:{_port}");

    public int Port => _port;

    /// <summary>The files with the content of objects.</summary>
    public IReadOnlyList<string> Objects => [.. Directory.EnumerateFiles(Path.Combine(_directory.FullName, Bucket), "*._S3rver_object", SearchOption.AllDirectories).Order()];

    public static async Task<S3Server> StartAsync()
    {
        // What the client of this process finds, and those of processes that it starts.
        Environment.SetEnvironmentVariable("AWS_ACCESS_KEY_ID", Key);
        Environment.SetEnvironmentVariable("AWS_SECRET_ACCESS_KEY", Key);
        var server = new S3Server();
        await server.GoOnAsync();
        return server;
    }

    /// <summary>Starts it, also again after it was killed.</summary>
    public async Task GoOnAsync()
    {
        var start = new ProcessStartInfo("node") { RedirectStandardOutput = true, RedirectStandardError = true };
        string[] arguments =
        [
            await Script.Value, "--directory", _directory.FullName, "--address", "127.0.0.1", "--port", _port.ToString(CultureInfo.InvariantCulture), "--silent",
            "--configure-bucket", Bucket,
        ];
        Array.ForEach(arguments, start.ArgumentList.Add);
        KeepDirectories();
        _process = Process.Start(start)!;
        var errors = _process.StandardError.ReadToEndAsync();
        _ = _process.StandardOutput.ReadToEndAsync();
        var began = Stopwatch.GetTimestamp();
        while (!await IsListeningAsync())
        {
            if (_process.HasExited || Stopwatch.GetElapsedTime(began) > StartWithin)
            {
                throw new InvalidOperationException($"The S3 server does not start: {(_process.HasExited ? await errors : "it does not listen")}");
            }

            await Task.Delay(20);
        }
    }

    /// <summary>Writes an object beside those of a grid: whoever gives no name may, here.</summary>
    /// <returns>Its name, as users write it.</returns>
    public async Task<string> WriteAsync(string key, byte[] content)
    {
        using var client = new HttpClient();
        using var body = new ByteArrayContent(content);
        var service = string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{_port}");
        (await client.PutAsync($"{service}/{Bucket}/{key}", body)).EnsureSuccessStatusCode();
        return $"s3://{Bucket}/{key}?endpoint={service}";
    }

    /// <summary>Stands still until it is killed: it is connected to, and answers nothing.</summary>
    public void Freeze()
    {
        using var stop = Process.Start("kill", ["-STOP", _process!.Id.ToString(CultureInfo.InvariantCulture)]);
        stop.WaitForExit();
    }

    public async Task KillAsync()
    {
        if (_process is { } process)
        {
            process.Kill();
            await process.WaitForExitAsync();
            process.Dispose();
            _process = null;
        }
    }

    public async ValueTask DisposeAsync()
    {
        AppDomain.CurrentDomain.ProcessExit -= OnExit;
        await KillAsync();
        _directory.Delete(recursive: true);
    }

    // It removes a directory with its last object, also while another is written there, and that ends it.
    private void KeepDirectories()
    {
        var prefix = Directory.CreateDirectory(Path.Combine(_directory.FullName, Bucket, Prefix));
        foreach (var directory in (DirectoryInfo[])[prefix, prefix.CreateSubdirectory("check")])
        {
            File.WriteAllText(Path.Combine(directory.FullName, "keep"), "");
        }
    }

    private void OnExit(object? sender, EventArgs e) => _process?.Kill();

    private async Task<bool> IsListeningAsync()
    {
        using var client = new TcpClient();
        try
        {
            await client.ConnectAsync(IPAddress.Loopback, _port);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    // Below those that a machine gives to whoever connects: it must be free when the server is started again.
    private static int FreePort()
    {
        while (true)
        {
            using var listener = new TcpListener(IPAddress.Loopback, 20_000 + ((Environment.ProcessId + Interlocked.Increment(ref _ports)) % 10_000));
            try
            {
                listener.Start();
                return ((IPEndPoint)listener.LocalEndpoint).Port;
            }
            catch (SocketException)
            {
                // Somebody has it.
            }
        }
    }

    private static async Task<string> InstallAsync()
    {
        var home = Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.Create), "elasticgrains-tests");
        var directory = Path.Combine(home, $"{Program}-{Version}");
        if (!Directory.Exists(directory))
        {
            // Two processes may do it at once: what is whole is moved to its place.
            var draft = Directory.CreateDirectory(Path.Combine(home, Path.GetRandomFileName())).FullName;
            var start = new ProcessStartInfo("npm") { WorkingDirectory = draft, RedirectStandardOutput = true, RedirectStandardError = true };
            string[] arguments = ["install", $"{Program}@{Version}", "--prefix", draft, "--no-audit", "--no-fund", "--ignore-scripts", "--loglevel", "error"];
            Array.ForEach(arguments, start.ArgumentList.Add);
            using var npm = Process.Start(start)!;
            var (said, noted) = (npm.StandardOutput.ReadToEndAsync(), npm.StandardError.ReadToEndAsync());
            await npm.WaitForExitAsync();
            if (npm.ExitCode != 0)
            {
                throw new InvalidOperationException($"npm cannot install {Program}: {await said}{await noted}");
            }

            try
            {
                Directory.Move(draft, directory);
            }
            catch (IOException) when (Directory.Exists(directory))
            {
                Directory.Delete(draft, recursive: true);
            }
        }

        return Path.Combine(directory, "node_modules", Program, "bin", $"{Program}.js");
    }
}
