using System.Diagnostics;

namespace ElasticGrains.Cluster.Tests.Support;

/// <summary>A silo process of a test.</summary>
public sealed class TestSilo : IDisposable
{
    private readonly Process _process;

    private TestSilo(string name, string logFile, Process process) => (Name, LogFile, _process) = (name, logFile, process);

    public string Name { get; }

    public string LogFile { get; }

    public int Id => _process.Id;

    public bool HasExited => _process.HasExited;

    public int ExitCode => _process.ExitCode;

    public string Log => File.ReadAllText(LogFile);

    public static TestSilo Start(string name, string logFile, IReadOnlyDictionary<string, string> environment)
    {
        var start = new ProcessStartInfo("/bin/sh", ["-c", "exec dotnet exec \"$EG_PROGRAM\" >\"$EG_LOG\" 2>&1 </dev/null"]);
        start.Environment["EG_PROGRAM"] = Path.Combine(AppContext.BaseDirectory, "ElasticGrains.Tests.Silo.dll");
        start.Environment["EG_LOG"] = logFile;
        foreach (var (key, value) in environment)
        {
            start.Environment[key] = value;
        }

        return new TestSilo(name, logFile, Process.Start(start)!);
    }

    /// <summary>As if the machine lost its power.</summary>
    public void Kill() => Signal("KILL");

    /// <summary>As if it hung.</summary>
    public void Freeze() => Signal("STOP");

    public void Thaw() => Signal("CONT");

    /// <summary>As an orchestrator ends it.</summary>
    public void Terminate() => Signal("TERM");

    public Task WaitForExitAsync(TimeSpan atMost) => _process.WaitForExitAsync().WaitAsync(atMost);

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            Signal("KILL");
            _process.WaitForExit();
        }

        _process.Dispose();
    }

    private void Signal(string name) => Signals.Send(name, _process.Id);
}
