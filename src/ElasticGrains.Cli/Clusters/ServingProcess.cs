using System.Diagnostics;

namespace ElasticGrains.Cli.Clusters;

/// <summary>A silo process that this command started. It writes its log itself, so that it outlives this command if it must.</summary>
internal sealed class ServingProcess : ISiloProcess, IDisposable
{
    private const string LogVariable = "EG_LOG_FILE";

    // What this program, and the runtime of any other, say before they end.
    private static readonly string[] ErrorPrefixes = ["eg: ", "Unhandled exception. "];

    // Longer than a silo's drain takes at most, with its usual deadline of 30 s.
    private static readonly TimeSpan EndPatience = TimeSpan.FromSeconds(60);

    // How Orleans says before it ends a process that others have declared dead.
    private const string ToldDead = "I have been told I am dead";
    private const string GivenUp = "it stood still or was cut off for so long that the other silos had given it up, so it ended";

    private readonly Process _process;

    private ServingProcess(string name, string logFile, Process process) => (Name, LogFile, _process) = (name, logFile, process);

    public string Name { get; }

    public string LogFile { get; }

    public int Id => _process.Id;

    public DateTimeOffset StartedAt { get; } = TimeProvider.System.GetUtcNow();

    /// <summary>True once it was asked to end in an orderly way.</summary>
    public bool IsAskedToEnd { get; private set; }

    public bool HasExited => _process.HasExited;

    public int ExitCode => _process.ExitCode;

    public bool HasLeftInOrder => _process.ExitCode == 0;

    public bool WasGivenUp => LastWords() == GivenUp;

    public static ServingProcess Start(string name, string logFile, IReadOnlyList<string> command, IReadOnlyDictionary<string, string> environment)
    {
        File.WriteAllText(logFile, "");
        var start = OperatingSystem.IsWindows()
            ? new ProcessStartInfo("cmd", ["/c", $"{string.Join(' ', command.Select(word => $"\"{word}\""))} > \"{logFile}\" 2>&1"])
            : new ProcessStartInfo("/bin/sh", ["-c", $"exec \"$@\" >\"${LogVariable}\" 2>&1 </dev/null", "sh", .. command]);
        start.Environment[LogVariable] = logFile;
        foreach (var (key, value) in environment)
        {
            start.Environment[key] = value;
        }

        var process = Process.Start(start) ?? throw new EgException(Cli.ExitCode.Failed, $"{command[0]} could not be started.");
        return new ServingProcess(name, logFile, process);
    }

    /// <summary>Asks it to end in an orderly way, once: SIGTERM.</summary>
    public void Terminate()
    {
        if (!IsAskedToEnd)
        {
            IsAskedToEnd = true;
            Signal("TERM");
        }
    }

    /// <summary>Has all of them end in order, and kills who has not after a minute.</summary>
    public static async Task EndAsync(IReadOnlyList<ServingProcess> silos)
    {
        using var impatience = new CancellationTokenSource(EndPatience, TimeProvider.System);
        foreach (var silo in silos)
        {
            silo.Terminate();
        }

        foreach (var silo in silos)
        {
            try
            {
                await silo.WaitForExitAsync(impatience.Token);
            }
            catch (OperationCanceledException)
            {
                silo.Kill();
            }

            silo.Dispose();
        }
    }

    /// <summary>Sends it a signal, unless it has ended: "STOP" has it stand still, "CONT" go on.</summary>
    public void Signal(string name)
    {
        if (!_process.HasExited)
        {
            ProcessSignal.Send(name, _process.Id);
        }
    }

    public void Kill() => _process.Kill();

    public Task WaitForExitAsync(CancellationToken cancellationToken) => _process.WaitForExitAsync(cancellationToken);

    /// <summary>How it ended, and what it said last.</summary>
    public string Obituary()
    {
        // 128 + number is how a process reads that a signal ended.
        var how = _process.ExitCode > 128 ? $"was ended by signal {_process.ExitCode - 128}" : $"ended with code {_process.ExitCode}";
        var said = LastWords();
        return said is null ? $"{how}; its log is {LogFile}" : $"{how}: {said}";
    }

    private string? LastWords()
    {
        try
        {
            return File.ReadLines(LogFile).Select(LastWord).LastOrDefault(word => word is not null);
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException)
        {
            return null; // Somebody has deleted it.
        }
    }

    private static string? LastWord(string line) => line.Contains(ToldDead, StringComparison.Ordinal)
        ? GivenUp
        : ErrorPrefixes.Where(prefix => line.StartsWith(prefix, StringComparison.Ordinal)).Select(prefix => line[prefix.Length..]).FirstOrDefault();

    public void Dispose() => _process.Dispose();
}
