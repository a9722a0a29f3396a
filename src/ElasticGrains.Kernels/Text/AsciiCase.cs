using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace ElasticGrains.Kernels.Text;

/// <summary>Lower-cases A to Z among arbitrary bytes.</summary>
internal static class AsciiCase
{
    /// <summary>Writes <paramref name="from"/> to <paramref name="to"/>, which is as long.</summary>
    public static void Lower(ReadOnlySpan<byte> from, Span<byte> to)
    {
        ref var source = ref MemoryMarshal.GetReference(from);
        ref var target = ref MemoryMarshal.GetReference(to[..from.Length]);
        nuint at = 0;
        for (; at + (nuint)Vector256<byte>.Count <= (nuint)from.Length; at += (nuint)Vector256<byte>.Count)
        {
            var bytes = Vector256.LoadUnsafe(ref source, at);
            var upper = Vector256.LessThan(bytes - Vector256.Create((byte)'A'), Vector256.Create((byte)26));
            (bytes | (upper & Vector256.Create((byte)0x20))).StoreUnsafe(ref target, at);
        }

        for (var i = (int)at; i < from.Length; i++)
        {
            to[i] = char.IsAsciiLetterUpper((char)from[i]) ? (byte)(from[i] | 0x20) : from[i];
        }
    }
}
