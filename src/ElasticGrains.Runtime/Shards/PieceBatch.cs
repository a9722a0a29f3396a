using System.Buffers;
using ElasticGrains.Kernels;

namespace ElasticGrains.Runtime.Shards;

/// <summary>Finished parts that are to be cut off together, encoded one behind the other.</summary>
internal sealed class PieceBatch(IKernelRun kernel, PartialLimits limits, TimeProvider time)
{
    private const int FirstBytes = 256;

    private readonly List<(ItemRange Range, int End)> _pieces = [];
    private ArrayBufferWriter<byte> _bytes = new(FirstBytes);

    public bool IsEmpty => _pieces.Count == 0;

    public bool IsFull => _bytes.WrittenCount >= limits.BatchBytes || _pieces.Count >= limits.BatchPieces;

    /// <summary>What encoding them has cost.</summary>
    public TimeSpan Cost { get; private set; }

    /// <exception cref="KernelContractException">The partial is larger than any may be.</exception>
    public void Add(ItemRange range, object partial)
    {
        var began = time.GetTimestamp();
        var before = _bytes.WrittenCount;
        kernel.Encode(partial, _bytes);
        Cost += time.GetElapsedTime(began);
        if (_bytes.WrittenCount - before > limits.Most)
        {
            throw new KernelContractException(
                $"Kernel '{kernel.Kernel.Name}' made a partial of {_bytes.WrittenCount - before} bytes for items {range}; at most {limits.Most} are allowed. "
                + "Keep partials small, or override SizeOf so that the grid commits earlier.");
        }

        _pieces.Add((range, _bytes.WrittenCount));
    }

    /// <summary>Empties the batch.</summary>
    public EncodedPiece[] Take()
    {
        var bytes = _bytes.WrittenMemory;
        var taken = new EncodedPiece[_pieces.Count];
        var start = 0;
        for (var i = 0; i < taken.Length; i++)
        {
            var (range, end) = _pieces[i];
            taken[i] = new EncodedPiece(range, bytes[start..end]);
            start = end;
        }

        // The next is likely to be as large.
        _bytes = new ArrayBufferWriter<byte>(bytes.Length + (bytes.Length / 8) + FirstBytes);
        _pieces.Clear();
        Cost = TimeSpan.Zero;
        return taken;
    }
}
