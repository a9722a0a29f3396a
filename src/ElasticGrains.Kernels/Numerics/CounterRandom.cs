using System.Runtime.CompilerServices;

namespace ElasticGrains.Kernels.Numerics;

/// <summary>
/// Random numbers that are a pure function of (seed, item, draw): the same for an item whoever computes it, in whatever order.
/// Philox4x32-10 of J. K. Salmon, M. A. Moraes, R. O. Dror, D. E. Shaw, "Parallel random numbers: as easy as 1, 2, 3", SC 2011.
/// </summary>
/// <remarks>The key is the seed; the counter is the item (low half) and the draw (high half). Each block has 128 random bits.</remarks>
public static class CounterRandom
{
    // Multipliers and key increments of Philox4x32; ten rounds.
    internal const uint Multiplier0 = 0xD2511F53;
    internal const uint Multiplier1 = 0xCD9E8D57;
    internal const uint Weyl0 = 0x9E3779B9;
    internal const uint Weyl1 = 0xBB67AE85;
    internal const int Rounds = 10;

    // The spacing of the doubles in [0.5, 1).
    private const double Ulp53 = 1.0 / (1L << 53);

    /// <summary>The block of 4 × 32 random bits of an item's <paramref name="draw"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static (uint A, uint B, uint C, uint D) Block(ulong seed, ulong item, ulong draw = 0)
    {
        var (a, b, c, d) = ((uint)item, (uint)(item >> 32), (uint)draw, (uint)(draw >> 32));
        var (key0, key1) = ((uint)seed, (uint)(seed >> 32));
        for (var round = 0; round < Rounds; round++)
        {
            var product0 = (ulong)Multiplier0 * a;
            var product1 = (ulong)Multiplier1 * c;
            (a, b, c, d) = ((uint)(product1 >> 32) ^ b ^ key0, (uint)product1, (uint)(product0 >> 32) ^ d ^ key1, (uint)product0);
            key0 += Weyl0;
            key1 += Weyl1;
        }

        return (a, b, c, d);
    }

    /// <summary>Two doubles in the open interval (0, 1), on midpoints of a grid of 2⁵² steps.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static (double First, double Second) Uniforms(ulong seed, ulong item, ulong draw = 0)
    {
        var (a, b, c, d) = Block(seed, item, draw);
        return (ToOpenUnit(a | ((ulong)b << 32)), ToOpenUnit(c | ((ulong)d << 32)));
    }

    // Odd multiples of 2⁻⁵³: exact, never 0 or 1.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static double ToOpenUnit(ulong bits) => ((bits >> 11) | 1) * Ulp53;
}
