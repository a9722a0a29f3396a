using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using ElasticGrains.Kernels.Numerics;

namespace ElasticGrains.Kernels.MonteCarlo;

/// <summary>
/// Counts random points inside the quarter circle in integers, so every instruction path gives the same count. A block of random
/// bits holds two points; a coordinate is an odd 32-bit number, the midpoint of one of 2³¹ cells of [0, 2³²).
/// </summary>
internal static class QuarterCircle
{
    /// <summary>The number of hits among the points of <paramref name="range"/>.</summary>
    public static long Count(ulong seed, ItemRange range)
    {
        var (at, end) = ((ulong)range.Start, (ulong)range.End);
        var hits = 0L;
        if (at < end && at % 2 == 1)
        {
            hits += Hit(seed, at++);
        }

        if (PhiloxLanes512.IsSupported)
        {
            hits += Count512(seed, ref at, end);
        }
        else if (PhiloxLanes256.IsSupported)
        {
            hits += Count256(seed, ref at, end);
        }

        return hits + CountScalar(seed, at, end);
    }

    /// <summary>The same a point at a time.</summary>
    public static long CountScalar(ulong seed, ulong at, ulong end)
    {
        var hits = 0L;
        for (; at < end; at++)
        {
            hits += Hit(seed, at);
        }

        return hits;
    }

    public static long Count256(ulong seed, ref ulong at, ulong end)
    {
        const ulong Step = 2 * PhiloxLanes256.Lanes;
        var misses = Vector256<ulong>.Zero;
        var total = 0L;
        for (; end - at >= Step; at += Step, total += (long)Step)
        {
            var (a, b, c, d) = PhiloxLanes256.Blocks(seed, at / 2);
            misses -= Miss256(a, b) + Miss256(c, d);
        }

        return total - (long)Vector256.Sum(misses);
    }

    public static long Count512(ulong seed, ref ulong at, ulong end)
    {
        const ulong Step = 2 * PhiloxLanes512.Lanes;
        var hits = 0L;
        for (; end - at >= Step; at += Step)
        {
            var (a, b, c, d) = PhiloxLanes512.Blocks(seed, at / 2);
            hits += BitOperations.PopCount(Hit512(a, b) | (Hit512(c, d) << PhiloxLanes512.Lanes));
        }

        return hits;
    }

    private static long Hit(ulong seed, ulong sample)
    {
        var (a, b, c, d) = CounterRandom.Block(seed, sample / 2);
        var (x, y) = sample % 2 == 0 ? (a | 1UL, b | 1UL) : (c | 1UL, d | 1UL);

        // x² + y² < 2⁶⁴ exactly when the sum does not overflow.
        return unchecked((x * x) + (y * y)) >= x * x ? 1 : 0;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<ulong> Miss256(Vector256<ulong> x, Vector256<ulong> y)
    {
        var odd = Vector256<ulong>.One;
        var square = Avx2.Multiply((x | odd).AsUInt32(), (x | odd).AsUInt32());
        return Vector256.LessThan(square + Avx2.Multiply((y | odd).AsUInt32(), (y | odd).AsUInt32()), square);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint Hit512(Vector512<ulong> x, Vector512<ulong> y)
    {
        var odd = Vector512<ulong>.One;
        var square = Avx512F.Multiply((x | odd).AsUInt32(), (x | odd).AsUInt32());
        var sum = square + Avx512F.Multiply((y | odd).AsUInt32(), (y | odd).AsUInt32());
        return (uint)Vector512.GreaterThanOrEqual(sum, square).ExtractMostSignificantBits();
    }
}
