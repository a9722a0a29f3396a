using System.Buffers.Binary;
using System.Globalization;
using System.IO.Hashing;

namespace ElasticGrains.Hashing;

/// <summary>
/// A hash of a set of committed ranges: the sum, modulo 2^128, of the XxHash128 of each range's start, end and payload checksum (8 bytes
/// each, little-endian). The order of adding does not matter, so a ledger can keep it up to date with every commit.
/// </summary>
/// <param name="Sum">The sum; 0 for no range.</param>
public readonly record struct CoverHash(UInt128 Sum)
{
    /// <summary>Reads what <see cref="ToString"/> wrote; of anything else, the hash of nothing.</summary>
    public static CoverHash Parse(string text) =>
        UInt128.TryParse(text, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var sum) ? new CoverHash(sum) : default;

    /// <summary>The hash of one range more.</summary>
    /// <param name="start">The first item.</param>
    /// <param name="end">The first item after the range.</param>
    /// <param name="checksum">XxHash3 of the encoded partial.</param>
    public CoverHash With(long start, long end, ulong checksum)
    {
        Span<byte> bytes = stackalloc byte[24];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, start);
        BinaryPrimitives.WriteInt64LittleEndian(bytes[8..], end);
        BinaryPrimitives.WriteUInt64LittleEndian(bytes[16..], checksum);
        return new CoverHash(unchecked(Sum + XxHash128.HashToUInt128(bytes)));
    }

    /// <summary>32 lower-case hexadecimal digits.</summary>
    public override string ToString() => Sum.ToString("x32", CultureInfo.InvariantCulture);
}
