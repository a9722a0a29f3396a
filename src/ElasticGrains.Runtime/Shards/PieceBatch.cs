using System.Buffers;
using System.Threading.Channels;
using ElasticGrains.Kernels;

namespace ElasticGrains.Runtime.Shards;

/// <summary>
/// Finished parts that are to be cut off together, encoded one behind the other. Filled by the run's thread; sent by it or, when it does
/// not come back from the kernel, by its grain.
/// </summary>
internal sealed class PieceBatch(IKernelRun kernel, PartialLimits limits, TimeProvider time)
{
    private const int FirstBytes = 256;

    private readonly Lock _gate = new();
    private readonly List<(ItemRange Range, int End)> _pieces = [];
    private ArrayBufferWriter<byte> _bytes = new(FirstBytes);
    private TimeSpan _cost;

    public bool IsEmpty
    {
        get
        {
            lock (_gate)
            {
                return _pieces.Count == 0;
            }
        }
    }

    public bool IsFull
    {
        get
        {
            lock (_gate)
            {
                return _bytes.WrittenCount >= limits.BatchBytes || _pieces.Count >= limits.BatchPieces;
            }
        }
    }

    /// <exception cref="KernelContractException">The partial is larger than any may be.</exception>
    public void Add(ItemRange range, object partial)
    {
        lock (_gate)
        {
            var began = time.GetTimestamp();
            var before = _bytes.WrittenCount;
            kernel.Encode(partial, _bytes);
            _cost += time.GetElapsedTime(began);
            if (_bytes.WrittenCount - before > limits.Most)
            {
                throw new KernelContractException(
                    $"Kernel '{kernel.Kernel.Name}' made a partial of {_bytes.WrittenCount - before} bytes for items {range}; at most {limits.Most} are allowed. "
                    + "Keep partials small, or override SizeOf so that the grid commits earlier.");
            }

            _pieces.Add((range, _bytes.WrittenCount));
        }
    }

    /// <summary>Sends what is there, but no more than fits into a message beside a first piece; false when nothing is.</summary>
    public bool TrySend(long run, ChannelWriter<RunSignal> signals)
    {
        lock (_gate)
        {
            if (_pieces.Count == 0)
            {
                return false;
            }

            var count = _pieces.Count;
            while (count > 1 && _pieces[count - 1].End > limits.BatchBytes)
            {
                count--;
            }

            // Taken and sent under one lock: what is cut off later comes later.
            var cost = _cost;
            signals.TryWrite(new RunSignal.Prefix(run, Take(count), cost));
            return true;
        }
    }

    private EncodedPiece[] Take(int count)
    {
        var bytes = _bytes.WrittenMemory;
        var taken = new EncodedPiece[count];
        var start = 0;
        for (var i = 0; i < count; i++)
        {
            var (range, end) = _pieces[i];
            taken[i] = new EncodedPiece(range, bytes[start..end]);
            start = end;
        }

        // The next is likely to be as large.
        _bytes = new ArrayBufferWriter<byte>(bytes.Length + (bytes.Length / 8) + FirstBytes);
        _bytes.Write(bytes.Span[start..]);
        _pieces.RemoveRange(0, count);
        for (var i = 0; i < _pieces.Count; i++)
        {
            _pieces[i] = (_pieces[i].Range, _pieces[i].End - start);
        }

        _cost = TimeSpan.Zero;
        return taken;
    }
}
