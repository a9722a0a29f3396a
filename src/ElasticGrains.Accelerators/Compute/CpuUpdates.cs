using System.Numerics;
using System.Runtime.InteropServices;

namespace ElasticGrains.Accelerators.Compute;

/// <summary>Optimizer steps in one pass over memory.</summary>
internal static class CpuUpdates
{
    public static void Sgd(SgdStep step, Span<float> weights, ReadOnlySpan<float> gradients, Span<float> velocity)
    {
        var w = MemoryMarshal.Cast<float, Vector<float>>(weights);
        var g = MemoryMarshal.Cast<float, Vector<float>>(gradients);
        var v = MemoryMarshal.Cast<float, Vector<float>>(velocity);
        var (momentum, rate) = (new Vector<float>(step.Momentum), new Vector<float>(-step.Rate));
        for (var i = 0; i < w.Length; i++)
        {
            v[i] = Vector.FusedMultiplyAdd(momentum, v[i], g[i]);
            w[i] = Vector.FusedMultiplyAdd(rate, v[i], w[i]);
        }

        for (var i = w.Length * Vector<float>.Count; i < weights.Length; i++)
        {
            velocity[i] = MathF.FusedMultiplyAdd(step.Momentum, velocity[i], gradients[i]);
            weights[i] = MathF.FusedMultiplyAdd(-step.Rate, velocity[i], weights[i]);
        }
    }

    public static void Adam(AdamStep step, Span<float> weights, ReadOnlySpan<float> gradients, Span<float> first, Span<float> second)
    {
        var w = MemoryMarshal.Cast<float, Vector<float>>(weights);
        var g = MemoryMarshal.Cast<float, Vector<float>>(gradients);
        var m = MemoryMarshal.Cast<float, Vector<float>>(first);
        var s = MemoryMarshal.Cast<float, Vector<float>>(second);
        var (beta1, beta2) = (new Vector<float>(step.Beta1), new Vector<float>(step.Beta2));
        var (rest1, rest2) = (new Vector<float>(1 - step.Beta1), new Vector<float>(1 - step.Beta2));
        var (rate, root, epsilon) = (new Vector<float>(step.CorrectedRate), new Vector<float>(step.RootCorrection), new Vector<float>(step.Epsilon));
        for (var i = 0; i < w.Length; i++)
        {
            m[i] = Vector.FusedMultiplyAdd(beta1, m[i], rest1 * g[i]);
            s[i] = Vector.FusedMultiplyAdd(beta2, s[i], rest2 * g[i] * g[i]);
            w[i] -= rate * m[i] / Vector.FusedMultiplyAdd(Vector.SquareRoot(s[i]), root, epsilon);
        }

        for (var i = w.Length * Vector<float>.Count; i < weights.Length; i++)
        {
            first[i] = MathF.FusedMultiplyAdd(step.Beta1, first[i], (1 - step.Beta1) * gradients[i]);
            second[i] = MathF.FusedMultiplyAdd(step.Beta2, second[i], (1 - step.Beta2) * gradients[i] * gradients[i]);
            weights[i] -= step.CorrectedRate * first[i] / MathF.FusedMultiplyAdd(MathF.Sqrt(second[i]), step.RootCorrection, step.Epsilon);
        }
    }

    public static void Saturate(Span<float> values, int rounds)
    {
        var all = MemoryMarshal.Cast<float, Vector<float>>(values);
        var half = new Vector<float>(0.5f);
        for (var i = 0; i < all.Length; i++)
        {
            var x = all[i];
            var (a, b, c, d) = (x, x + Vector<float>.One, x + new Vector<float>(2), x + new Vector<float>(3));
            var (e, f, g, h) = (x + new Vector<float>(4), x + new Vector<float>(5), x + new Vector<float>(6), x + new Vector<float>(7));
            for (var round = 0; round < rounds; round++)
            {
                a = Vector.FusedMultiplyAdd(a, half, Vector<float>.One);
                b = Vector.FusedMultiplyAdd(b, half, Vector<float>.One);
                c = Vector.FusedMultiplyAdd(c, half, Vector<float>.One);
                d = Vector.FusedMultiplyAdd(d, half, Vector<float>.One);
                e = Vector.FusedMultiplyAdd(e, half, Vector<float>.One);
                f = Vector.FusedMultiplyAdd(f, half, Vector<float>.One);
                g = Vector.FusedMultiplyAdd(g, half, Vector<float>.One);
                h = Vector.FusedMultiplyAdd(h, half, Vector<float>.One);
            }

            all[i] = (a + b + c + d + e + f + g + h) / 8;
        }

        // The fixed point is 2; the mean of the starts is x + 3.5.
        for (var i = all.Length * Vector<float>.Count; i < values.Length; i++)
        {
            values[i] = 2 + ((values[i] + 3.5f - 2) * MathF.Pow(0.5f, rounds));
        }
    }
}
