using System.Buffers;
using System.Buffers.Binary;

namespace ElasticGrains.Kernels.MonteCarlo;

/// <summary>A tally as bytes: the numbers of points and of hits (int64, little-endian).</summary>
internal sealed class PiTallyCodec : IPartialCodec<PiTally>
{
    private const int Length = 2 * sizeof(long);

    private PiTallyCodec()
    {
    }

    public static PiTallyCodec Instance { get; } = new();

    public void Encode(PiTally partial, IBufferWriter<byte> to)
    {
        var bytes = to.GetSpan(Length);
        BinaryPrimitives.WriteInt64LittleEndian(bytes, partial.Samples);
        BinaryPrimitives.WriteInt64LittleEndian(bytes[sizeof(long)..], partial.Hits);
        to.Advance(Length);
    }

    public PiTally Decode(ReadOnlySpan<byte> encoded) => encoded.Length == Length
        ? new PiTally(BinaryPrimitives.ReadInt64LittleEndian(encoded), BinaryPrimitives.ReadInt64LittleEndian(encoded[sizeof(long)..]))
        : throw new FormatException($"The {encoded.Length} bytes are no tally of points; one takes {Length}.");
}
