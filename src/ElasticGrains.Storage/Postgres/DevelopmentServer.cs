using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using ElasticGrains.Hosting;
using ElasticGrains.Storage.Local;
using Npgsql;

namespace ElasticGrains.Storage.Postgres;

/// <summary>
/// A PostgreSQL server for development and tests, from the machine's own programs, in a directory: loopback only, one user with a random
/// password that stands in a file of that directory. The server outlives this process unless it is stopped.
/// </summary>
public sealed class DevelopmentServer
{
    private const string User = "grid";
    private const string Database = "postgres";

    // The server refuses to run as root; this is the user that its packages make.
    private const string ServerUser = "postgres";

    // Finds programs by PATH alone; a bare name is looked for in the current directory too, which somebody may have deleted.
    private const string Env = "/usr/bin/env";

    private static readonly TimeSpan OrphanPatience = TimeSpan.FromSeconds(10);

    private readonly string _binaries;
    private readonly string _directory;
    private bool _durable = true;
    private int _processId;

    // As long as this is known: while the server is down, nobody else must get its port.
    private HeldPort? _port;

    private DevelopmentServer(string binaries, string directory)
    {
        _binaries = binaries;
        _directory = directory;
    }

    /// <summary>How to connect.</summary>
    public string ConnectionString { get; private set; } = "";

    private string Data => Path.Combine(_directory, "data");

    private string Log => Path.Combine(_directory, "server.log");

    private string PidFile => Path.Combine(Data, "postmaster.pid");

    private string PasswordFile => Path.Combine(_directory, "password");

    /// <summary>Starts the server of a directory, or finds it running; creates it when it is missing.</summary>
    /// <param name="directory">Where its data, log and password are; created for this user alone.</param>
    /// <param name="durable">False to forgo flushes to disk: for data that a crash may take.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <exception cref="DatabaseException">The programs are missing, or the server does not start: the message says what to do.</exception>
    public static async Task<DevelopmentServer> StartAsync(string directory, bool durable = true, CancellationToken cancellationToken = default)
    {
        var binaries = PostgresBinaries.Find() ?? throw new DatabaseException(
            "No PostgreSQL programs (initdb, pg_ctl) were found on this machine. Install PostgreSQL (Debian: apt-get install postgresql; macOS: brew install "
            + $"postgresql), name their directory in {PostgresBinaries.Variable}, or give the connection string of a server that runs.");
        var server = new DevelopmentServer(binaries, Path.GetFullPath(directory));
        await server.StartAsync(durable, cancellationToken);
        return server;
    }

    /// <summary>Creates an empty database and says how to connect to it.</summary>
    public async Task<string> CreateDatabaseAsync(string name, CancellationToken cancellationToken = default)
    {
        await using var source = NpgsqlDataSource.Create(ConnectionString);
        await using var command = source.CreateCommand($"CREATE DATABASE \"{name}\"");
        await command.ExecuteNonQueryAsync(cancellationToken);
        return new NpgsqlConnectionStringBuilder(ConnectionString) { Database = name }.ToString();
    }

    /// <summary>Ends the server.</summary>
    /// <param name="immediately">True to end it as a crash would; it recovers at the next start.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    public async Task StopAsync(bool immediately = false, CancellationToken cancellationToken = default)
    {
        if (FindProcessId() is not { } server)
        {
            return;
        }

        if (ReadProcessId() == server)
        {
            await RunAsync("pg_ctl", ["-D", Data, "-m", immediately ? "immediate" : "fast", "-w", "stop"], cancellationToken);
            return;
        }

        // Somebody has deleted its directory, and perhaps another server lives there now. SIGQUIT is its immediate end; it has nothing left
        // to put in order.
        await RunProcessAsync("/bin/sh", ["-c", "kill -QUIT \"$1\"", "sh", server.ToString(CultureInfo.InvariantCulture)], cancellationToken);
        for (var began = Stopwatch.GetTimestamp(); IsAlive(server); await Task.Delay(10, cancellationToken))
        {
            if (Stopwatch.GetElapsedTime(began) > OrphanPatience)
            {
                throw new IOException($"PostgreSQL, whose directory {Data} is gone, has not ended {OrphanPatience.TotalSeconds} s after SIGQUIT: end its process {server}.");
            }
        }
    }

    /// <summary>Starts it again where it was, on the same port.</summary>
    public async Task<DevelopmentServer> StartAgainAsync(CancellationToken cancellationToken = default)
    {
        var port = new NpgsqlConnectionStringBuilder(ConnectionString).Port;
        var server = new DevelopmentServer(_binaries, _directory) { _port = _port ?? HeldPort.TryHold(IPAddress.Loopback, port) };
        if (server._port is null && FindProcessId() is null)
        {
            throw new DatabaseException($"PostgreSQL cannot start again on 127.0.0.1:{port}: another program listens there. End it.");
        }

        await server.StartAsync(_durable, cancellationToken);
        return server;
    }

    /// <summary>The process ids of the server, its first process first; empty when it does not run. Linux only beyond the first.</summary>
    public IReadOnlyList<int> FindProcessIds() => FindProcessId() is { } first ? [first, .. ChildrenOf(first)] : [];

    private static IEnumerable<int> ChildrenOf(int process)
    {
        var file = string.Create(CultureInfo.InvariantCulture, $"/proc/{process}/task/{process}/children");
        return File.Exists(file)
            ? File.ReadAllText(file).Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(pid => int.Parse(pid, CultureInfo.InvariantCulture))
            : [];
    }

    private int? FindProcessId()
    {
        // Its own, once it is known: another server may have been started in its place.
        var pid = _processId > 0 ? _processId : ReadProcessId();
        return pid is > 0 and var process && IsAlive(process) ? process : null;
    }

    private int? ReadProcessId() =>
        ReadPidFile() is { Length: > 0 } lines && int.TryParse(lines[0], CultureInfo.InvariantCulture, out var written) ? written : null;

    private static bool IsAlive(int pid)
    {
        if (OperatingSystem.IsLinux())
        {
            // A killed server stays in the table of processes until somebody asks how it ended; in a container that can take long.
            var stat = string.Create(CultureInfo.InvariantCulture, $"/proc/{pid}/stat");
            return File.Exists(stat) && File.ReadAllText(stat) is var line && line.Contains("(postgres)", StringComparison.Ordinal)
                && line[(line.LastIndexOf(')') + 2)..][0] is not ('Z' or 'X');
        }

        try
        {
            using var process = Process.GetProcessById(pid);
            return !process.HasExited;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }

    private async Task StartAsync(bool durable, CancellationToken cancellationToken)
    {
        _durable = durable;
        if (!File.Exists(Path.Combine(Data, "PG_VERSION")))
        {
            await CreateAsync(cancellationToken);
        }

        if (FindProcessId() is null)
        {
            // The server would take a process that is dead but still in the table for another server.
            File.Delete(PidFile);
            _port ??= HeldPort.Any(IPAddress.Loopback);

            // Only the owner may enter the directory, so the socket in it needs no port of its own.
            var settings = $"-c listen_addresses=127.0.0.1 -c port={_port.Number} -c unix_socket_directories= -c max_connections=200"
                + (durable ? "" : " -c fsync=off -c synchronous_commit=off -c full_page_writes=off");
            await RunAsync("pg_ctl", ["-D", Data, "-l", Log, "-w", "-t", "60", "-o", settings, "start"], cancellationToken);
        }

        var lines = ReadPidFile();
        _processId = int.Parse(lines[0], CultureInfo.InvariantCulture);
        var port = lines[3];
        ConnectionString = new NpgsqlConnectionStringBuilder
        {
            Host = "127.0.0.1",
            Port = int.Parse(port, CultureInfo.InvariantCulture),
            Username = User,
            Password = (await File.ReadAllTextAsync(PasswordFile, cancellationToken)).Trim(),
            Database = Database,
        }.ToString();
    }

    private async Task CreateAsync(CancellationToken cancellationToken)
    {
        PrivateDirectory.Create(_directory);
        await File.WriteAllTextAsync(PasswordFile, RandomNumberGenerator.GetHexString(32, lowercase: true) + "\n", cancellationToken);
        await GiveToServerAsync(cancellationToken);
        await RunAsync(
            "initdb",
            ["-D", Data, "-U", User, "-A", "scram-sha-256", "--pwfile", PasswordFile, "-E", "UTF8", "--locale=C", "--no-instructions"],
            cancellationToken);
    }

    private Task GiveToServerAsync(CancellationToken cancellationToken) => Environment.IsPrivilegedProcess && !OperatingSystem.IsWindows()
        ? RunProcessAsync(Env, ["chown", "-R", ServerUser, _directory], cancellationToken)
        : Task.CompletedTask;

    private string[] ReadPidFile()
    {
        try
        {
            return File.ReadAllLines(PidFile);
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException)
        {
            return [];
        }
    }

    private Task RunAsync(string program, string[] arguments, CancellationToken cancellationToken)
    {
        var path = Path.Combine(_binaries, program);
        return Environment.IsPrivilegedProcess && !OperatingSystem.IsWindows()
            ? RunProcessAsync(Env, ["setpriv", "--reuid", ServerUser, "--regid", ServerUser, "--init-groups", "--", path, .. arguments], cancellationToken)
            : RunProcessAsync(path, arguments, cancellationToken);
    }

    private async Task RunProcessAsync(string program, string[] arguments, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
            WorkingDirectory = Path.GetTempPath(),
        };
        using var process = Process.Start(start)!;
        process.StandardInput.Close();

        // The server inherits the pipes and keeps them open: wait for the program, not for their ends.
        var output = new List<string>();
        process.OutputDataReceived += (_, line) => Keep(line.Data);
        process.ErrorDataReceived += (_, line) => Keep(line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        while (!process.HasExited)
        {
            await Task.Delay(10, cancellationToken);
        }

        if (process.ExitCode != 0)
        {
            var log = File.Exists(Log) ? $"; its log is {Log}" : "";
            string said;
            lock (output)
            {
                said = string.Join(' ', output.TakeLast(5));
            }

            throw new DatabaseException($"The PostgreSQL server in {_directory} could not be started or stopped ({Path.GetFileName(program)}: {said}){log}.");
        }

        void Keep(string? line)
        {
            lock (output)
            {
                if (line is not null)
                {
                    output.Add(line);
                }
            }
        }
    }
}
