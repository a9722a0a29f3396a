using System.Buffers;
using ElasticGrains.Engine.Shards;
using ElasticGrains.Kernels;

namespace ElasticGrains.Cli.Replay;

/// <summary>Computes ranges with a kernel on this thread as a slot does: call after call, each of about 50 ms.</summary>
/// <param name="kernel">The kernel with the job's input.</param>
/// <param name="time">Measures the calls.</param>
internal sealed class RangeComputation(IKernelRun kernel, TimeProvider time)
{
    // A slot commits a partial of this size, whatever the time; here it is encoded and begun anew.
    private const long LargePartial = 32L << 20;

    /// <summary>What the kernel was given last: where it throws.</summary>
    public ItemRange Doing { get; private set; }

    /// <summary>Called once, just before the kernel's next call.</summary>
    public Action? BeforeCall { get; set; }

    /// <summary>Called whenever the kernel came back, with what it was given.</summary>
    public Action<ItemRange>? AfterCall { get; set; }

    /// <summary>The encoded partial of a range that was one commit.</summary>
    public ReadOnlyMemory<byte> Encode(ItemRange range)
    {
        var buffer = new ArrayBufferWriter<byte>();
        Run(range, long.MaxValue, buffer);
        return buffer.WrittenMemory;
    }

    /// <summary>Computes a range that was never committed; what comes of it is encoded, counted and dropped.</summary>
    /// <returns>The bytes of its partials.</returns>
    public long Run(ItemRange range)
    {
        var bytes = 0L;
        for (var at = range.Start; at < range.End;)
        {
            var buffer = new ArrayBufferWriter<byte>();
            at = Run(new ItemRange(at, range.End), LargePartial, buffer);
            bytes += buffer.WrittenCount;
        }

        return bytes;
    }

    /// <summary>Computes a range, or a beginning of it that makes a large partial, and encodes it; returns where it ended.</summary>
    private long Run(ItemRange range, long largest, ArrayBufferWriter<byte> to)
    {
        var sizer = new ChunkSizer();
        Doing = range;
        var partial = kernel.Identity();
        var at = range.Start;
        while (at < range.End)
        {
            Doing = new ItemRange(at, range.End - at > sizer.Items ? at + sizer.Items : range.End);
            TakeBeforeCall()?.Invoke();
            var began = time.GetTimestamp();
            partial = kernel.Extend(partial, Doing);
            sizer.Observe(Doing.Length, time.GetElapsedTime(began));
            at = Doing.End;
            AfterCall?.Invoke(Doing);
            if (kernel.SizeOf(partial) >= largest)
            {
                break;
            }
        }

        Doing = new ItemRange(range.Start, at);
        kernel.Encode(partial, to);
        return at;
    }

    private Action? TakeBeforeCall()
    {
        var before = BeforeCall;
        BeforeCall = null;
        return before;
    }
}
