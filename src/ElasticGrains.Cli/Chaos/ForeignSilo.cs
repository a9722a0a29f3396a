using System.Diagnostics;
using ElasticGrains.Cli.Clusters;

namespace ElasticGrains.Cli.Chaos;

/// <summary>A silo process that another command has started.</summary>
internal sealed class ForeignSilo(string name, Process process) : ISiloProcess
{
    public string Name => name;

    public int Id => process.Id;

    public bool HasExited => process.HasExited;

    public bool HasLeftInOrder => true;

    public bool WasGivenUp => true;

    /// <summary>The process of that number; null when it has ended.</summary>
    public static ForeignSilo? Find(string name, int process)
    {
        try
        {
            return new ForeignSilo(name, Process.GetProcessById(process));
        }
        catch (ArgumentException)
        {
            return null;
        }
    }

    public void Kill() => process.Kill();

    public void Signal(string signal)
    {
        if (!process.HasExited)
        {
            ProcessSignal.Send(signal, process.Id);
        }
    }

    public Task WaitForExitAsync(CancellationToken cancellationToken) => process.WaitForExitAsync(cancellationToken);

    public string Obituary() => "ended; 'eg up' says how";
}
