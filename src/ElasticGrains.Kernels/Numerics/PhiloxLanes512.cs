using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace ElasticGrains.Kernels.Numerics;

/// <summary>Eight blocks of <see cref="CounterRandom"/> at once, each word in the lower half of a 64-bit lane; upper halves are to be ignored.</summary>
internal static class PhiloxLanes512
{
    public const int Lanes = 8;

    public static bool IsSupported => Avx512F.IsSupported;

    /// <summary>The blocks of items <paramref name="first"/> to <c>first + 7</c>, draw 0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static (Vector512<ulong> A, Vector512<ulong> B, Vector512<ulong> C, Vector512<ulong> D) Blocks(ulong seed, ulong first)
    {
        var a = Vector512.Create(first) + Vector512<ulong>.Indices;
        var b = a >>> 32;
        var c = Vector512<ulong>.Zero;
        var d = Vector512<ulong>.Zero;
        var multiplier0 = Vector512.Create((ulong)CounterRandom.Multiplier0).AsUInt32();
        var multiplier1 = Vector512.Create((ulong)CounterRandom.Multiplier1).AsUInt32();
        var (key0, key1) = ((uint)seed, (uint)(seed >> 32));
        for (var round = 0; round < CounterRandom.Rounds; round++)
        {
            var product0 = Avx512F.Multiply(a.AsUInt32(), multiplier0);
            var product1 = Avx512F.Multiply(c.AsUInt32(), multiplier1);
            a = (product1 >>> 32) ^ b ^ Vector512.Create((ulong)key0);
            c = (product0 >>> 32) ^ d ^ Vector512.Create((ulong)key1);
            b = product1;
            d = product0;
            key0 += CounterRandom.Weyl0;
            key1 += CounterRandom.Weyl1;
        }

        return (a, b, c, d);
    }
}
