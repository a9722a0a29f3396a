using ElasticGrains.Kernels;

namespace ElasticGrains.Testing.Simulation;

/// <summary>A user's kernel and input in one simulated grid: a kernel per silo, as each process has its own, and one to judge by.</summary>
/// <param name="create">Makes a kernel; may return the same one each time.</param>
/// <param name="input">The input as JSON.</param>
/// <param name="items">The number of items.</param>
/// <param name="answer">The answer without a grid.</param>
internal sealed class KernelUnderTest(Func<IRangeKernel> create, ReadOnlyMemory<byte> input, int items, byte[] answer)
{
    private readonly Dictionary<string, IKernelRun> _runs = new(StringComparer.Ordinal);

    public string Name => Judge.Kernel.Name;

    public int Version => Judge.Kernel.Version;

    public ReadOnlyMemory<byte> Input => input;

    public int Items => items;

    public byte[] Answer => answer;

    /// <summary>Computes what is compared with.</summary>
    public IKernelRun Judge => On("");

    /// <summary>The kernel of a silo.</summary>
    public IKernelRun On(string silo)
    {
        if (!_runs.TryGetValue(silo, out var run))
        {
            run = Fresh();
            _runs.Add(silo, run);
        }

        return run;
    }

    public IKernelRun Fresh() => create().Bind(input);
}
