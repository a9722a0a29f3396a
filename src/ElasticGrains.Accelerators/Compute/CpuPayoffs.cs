using System.Runtime.Intrinsics;
using ElasticGrains.Kernels.Numerics;

namespace ElasticGrains.Accelerators.Compute;

/// <summary>Payoffs of paths, sixteen at a time where the processor has vectors for it.</summary>
internal static class CpuPayoffs
{
    // 2⁻³²
    private const float Unit = 1f / 4294967296f;

    public static PayoffSums Sum(EuropeanPath option, ItemRange paths)
    {
        var path = paths.Start;
        var (sum, squares) = (0.0, 0.0);
        if (PhiloxLanes512.IsSupported)
        {
            var (sums, ofSquares) = (Vector512<double>.Zero, Vector512<double>.Zero);
            for (; path + (2 * PhiloxLanes512.Lanes) <= paths.End; path += 2 * PhiloxLanes512.Lanes)
            {
                var (low, high) = Vector512.Widen(Payoffs(option, (ulong)path));
                sums += low + high;
                ofSquares += (low * low) + (high * high);
            }

            (sum, squares) = (Vector512.Sum(sums), Vector512.Sum(ofSquares));
        }

        for (; path < paths.End; path++)
        {
            var payoff = (double)Payoff(option, (ulong)path);
            sum += payoff;
            squares += payoff * payoff;
        }

        return new PayoffSums(paths.Length, sum, squares);
    }

    private static Vector512<float> Payoffs(EuropeanPath option, ulong first)
    {
        var (a, b, _, _) = PhiloxLanes512.Blocks(option.Seed, first);
        var (e, f, _, _) = PhiloxLanes512.Blocks(option.Seed, first + PhiloxLanes512.Lanes);
        var radius = Vector512.Sqrt(-2 * Vector512.Log((Vector512.ConvertToSingle(Vector512.Narrow(a, e)) + Vector512.Create(0.5f)) * Unit));
        var angle = (Vector512.ConvertToSingle(Vector512.Narrow(b, f)) * Unit) - Vector512.Create(0.5f);
        var normal = -radius * Vector512.Cos(MathF.Tau * angle);
        var price = option.Spot * Vector512.Exp(Vector512.Create(option.Drift) + (option.Deviation * normal));
        return Vector512.Max(option.Sign * (price - Vector512.Create(option.Strike)), Vector512<float>.Zero);
    }

    private static float Payoff(EuropeanPath option, ulong path)
    {
        var (a, b, _, _) = CounterRandom.Block(option.Seed, path);
        var normal = -MathF.Sqrt(-2 * MathF.Log((a + 0.5f) * Unit)) * MathF.Cos(MathF.Tau * ((b * Unit) - 0.5f));
        return MathF.Max(option.Sign * ((option.Spot * MathF.Exp(option.Drift + (option.Deviation * normal))) - option.Strike), 0);
    }
}
