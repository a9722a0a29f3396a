using System.Buffers.Binary;
using ElasticGrains.Blocks;
using ElasticGrains.Hashing;

namespace ElasticGrains.Testing.Simulation;

/// <summary>
/// The partial of the simulated kernel: how many items, the sum of their hashes, and a polynomial hash that depends on their order.
/// A gap, a duplicate or two neighbours joined the wrong way round give another value.
/// </summary>
internal readonly record struct Fold(long Count, ulong Sum, ulong Ordered)
{
    // An odd multiplier (from Knuth's MMIX generator), so that powers never vanish modulo 2^64.
    private const ulong Base = 6364136223846793005;

    public Fold Add(ulong hash) => new(Count + 1, Sum + hash, (Ordered * Base) + hash);

    public Fold Join(Fold next) => new(Count + next.Count, Sum + next.Sum, (Ordered * Power(next.Count)) + next.Ordered);

    /// <summary>What is left when this fold's own prefix is taken away.</summary>
    public Fold Without(Fold prefix) =>
        new(Count - prefix.Count, Sum - prefix.Sum, Ordered - (prefix.Ordered * Power(Count - prefix.Count)));

    public byte[] ToBytes()
    {
        var bytes = new byte[24];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, Count);
        BinaryPrimitives.WriteUInt64LittleEndian(bytes.AsSpan(8), Sum);
        BinaryPrimitives.WriteUInt64LittleEndian(bytes.AsSpan(16), Ordered);
        return bytes;
    }

    public PartialPayload ToPayload()
    {
        var bytes = ToBytes();
        return new PartialPayload(bytes.Length, Checksum.Of(bytes), bytes, Block: null);
    }

    public static Fold Read(ReadOnlySpan<byte> bytes) => new(
        BinaryPrimitives.ReadInt64LittleEndian(bytes),
        BinaryPrimitives.ReadUInt64LittleEndian(bytes[8..]),
        BinaryPrimitives.ReadUInt64LittleEndian(bytes[16..]));

    private static ulong Power(long exponent)
    {
        var result = 1UL;
        for (var square = Base; exponent > 0; exponent >>= 1, square *= square)
        {
            result = (exponent & 1) == 1 ? result * square : result;
        }

        return result;
    }
}
