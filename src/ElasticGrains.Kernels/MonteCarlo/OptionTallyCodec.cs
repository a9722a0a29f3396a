using System.Buffers;
using System.Buffers.Binary;
using ElasticGrains.Kernels.Numerics;

namespace ElasticGrains.Kernels.MonteCarlo;

/// <summary>A tally as bytes: the number of paths (int64) and the two sums.</summary>
internal sealed class OptionTallyCodec : IPartialCodec<OptionTally>
{
    public const int Length = sizeof(long) + (2 * ReproducibleSum.EncodedLength);

    private OptionTallyCodec()
    {
    }

    public static OptionTallyCodec Instance { get; } = new();

    public void Encode(OptionTally partial, IBufferWriter<byte> to)
    {
        var bytes = to.GetSpan(Length);
        BinaryPrimitives.WriteInt64LittleEndian(bytes, partial.Paths);
        partial.Payoffs.WriteTo(bytes[sizeof(long)..]);
        partial.Squares.WriteTo(bytes[(sizeof(long) + ReproducibleSum.EncodedLength)..]);
        to.Advance(Length);
    }

    public OptionTally Decode(ReadOnlySpan<byte> encoded)
    {
        if (encoded.Length != Length)
        {
            throw new FormatException($"The {encoded.Length} bytes are no option tally; one takes {Length}.");
        }

        var sums = encoded[sizeof(long)..];
        return new OptionTally
        {
            Paths = BinaryPrimitives.ReadInt64LittleEndian(encoded),
            Payoffs = ReproducibleSum.Read(sums[..ReproducibleSum.EncodedLength]),
            Squares = ReproducibleSum.Read(sums[ReproducibleSum.EncodedLength..]),
        };
    }
}
