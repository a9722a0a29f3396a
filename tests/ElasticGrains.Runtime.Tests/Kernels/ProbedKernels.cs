using System.Collections.Concurrent;
using ElasticGrains.Runtime.Tests.Support;

namespace ElasticGrains.Runtime.Tests.Kernels;

/// <summary>The probes of one grid, by the names under which inputs ask for them.</summary>
public sealed class ProbedKernels : IDisposable
{
    private readonly ConcurrentDictionary<string, Probe> _probes = new();
    private readonly ManualResetEventSlim _never = new();

    public Probe Of(string name) => _probes.GetOrAdd(name, _ => new Probe());

    public void Dispose() => _never.Dispose();

    /// <summary>What comes before the computing of an item.</summary>
    internal void Enter(string? probe, long item, int pause)
    {
        if (probe is not null)
        {
            Of(probe).Enter(item);
        }

        if (pause > 0)
        {
            _never.Wait(pause);
        }
    }
}
