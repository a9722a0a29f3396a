using System.Buffers;
using ElasticGrains.Blocks;
using ElasticGrains.Hashing;
using ElasticGrains.Jobs;
using ElasticGrains.Kernels;
using ElasticGrains.Runtime.Diagnostics;

namespace ElasticGrains.Testing.Simulation;

/// <summary>What an attempt has computed with a user's kernel, and in which calls.</summary>
/// <param name="run">The kernel of the silo.</param>
/// <param name="cut">Is told what was written, and the calls that made it.</param>
internal sealed class KernelPartial(IKernelRun run, Action<ulong, ItemRange[]> cut) : IWorkPartial
{
    private readonly List<ItemRange> _calls = [];
    private object? _partial;

    public Failure? Extend(ItemRange items)
    {
        try
        {
            _partial = run.Extend(_partial ?? run.Identity(), items);
            _calls.Add(items);
            return null;
        }
#pragma warning disable CA1031 // Whatever a kernel throws becomes data, as on a silo.
        catch (Exception error)
#pragma warning restore CA1031
        {
            return KernelFailures.Of(error, run.Kernel.Name, $"in items {items}");
        }
    }

    public PartialPayload Cut()
    {
        var bytes = new ArrayBufferWriter<byte>();
        try
        {
            run.Encode(_partial ?? run.Identity(), bytes);
        }
#pragma warning disable CA1031 // A codec may throw anything; the simulation stops there and says so.
        catch (Exception error)
#pragma warning restore CA1031
        {
            throw new InvalidOperationException($"Kernel '{run.Kernel.Name}' threw {error.GetType().Name} when a partial was encoded: {error.Message}", error);
        }

        var payload = new PartialPayload(bytes.WrittenCount, Checksum.Of(bytes.WrittenSpan), bytes.WrittenMemory, Block: null);
        cut(payload.Checksum, [.. _calls]);
        _calls.Clear();
        _partial = null;
        return payload;
    }
}
