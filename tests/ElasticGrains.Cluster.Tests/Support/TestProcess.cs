using System.Diagnostics;
using System.Text.RegularExpressions;
using ElasticGrains.Tests.Shared;

namespace ElasticGrains.Cluster.Tests.Support;

/// <summary>A process of a test: a program beside it or elsewhere, configured by the environment.</summary>
public partial class TestProcess : IDisposable
{
    private readonly Process _process;

    /// <summary>Starts the program (a .dll).</summary>
    protected TestProcess(string name, string program, string logFile, IReadOnlyDictionary<string, string> environment)
    {
        (Name, LogFile) = (name, logFile);
        var start = new ProcessStartInfo("/bin/sh", ["-c", "exec dotnet exec \"$EG_PROGRAM\" >\"$EG_LOG\" 2>&1 </dev/null"]);
        start.Environment["EG_PROGRAM"] = Path.Combine(AppContext.BaseDirectory, program);
        start.Environment["EG_LOG"] = logFile;
        foreach (var (key, value) in environment)
        {
            start.Environment[key] = value;
        }

        _process = Process.Start(start)!;
    }

    public string Name { get; }

    public string LogFile { get; }

    public int Id => _process.Id;

    public bool HasExited => _process.HasExited;

    public int ExitCode => _process.ExitCode;

    public string Log => File.ReadAllText(LogFile);

    /// <summary>As if the machine lost its power.</summary>
    public void Kill() => Signal("KILL");

    /// <summary>As if it hung.</summary>
    public void Freeze() => Signal("STOP");

    public void Thaw() => Signal("CONT");

    /// <summary>As an orchestrator ends it.</summary>
    public void Terminate() => Signal("TERM");

    /// <summary>Waits until it serves HTTP, and says where.</summary>
    public async Task<Uri> ListensAsync()
    {
        Match address = Match.Empty;
        await Eventually.HoldsAsync(
            () =>
            {
                Assert.False(HasExited, HasExited ? Log : "");
                address = File.Exists(LogFile) ? Address().Match(Log) : Match.Empty;
                return Task.FromResult(address.Success);
            },
            $"{Name} listens");
        return new Uri(address.Groups["address"].Value);
    }

    public Task WaitForExitAsync(TimeSpan atMost) => _process.WaitForExitAsync().WaitAsync(atMost);

    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    protected virtual void Dispose(bool disposing)
    {
        if (!_process.HasExited)
        {
            Signal("KILL");
            _process.WaitForExit();
        }

        _process.Dispose();
    }

    private void Signal(string name) => Signals.Send(name, _process.Id);

    [GeneratedRegex(@"Now listening on: (?<address>http://127\.0\.0\.1:[0-9]+)\b")]
    private static partial Regex Address();
}
