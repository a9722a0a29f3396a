using System.IO.Hashing;

namespace ElasticGrains.Hashing;

/// <summary>The two checksums of the grid: 64 bits against damage (payloads, blocks), 128 bits to identify (specs, answers, covers).</summary>
public static class Checksum
{
    /// <summary>XxHash3 of the bytes.</summary>
    public static ulong Of(ReadOnlySpan<byte> bytes) => XxHash3.HashToUInt64(bytes);

    /// <summary>XxHash128 of the bytes as 32 lower-case hexadecimal digits.</summary>
    public static string IdentityOf(ReadOnlySpan<byte> bytes) => Convert.ToHexStringLower(XxHash128.Hash(bytes));
}
