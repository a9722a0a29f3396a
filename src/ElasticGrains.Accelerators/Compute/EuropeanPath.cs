using ElasticGrains.Kernels.MonteCarlo;

namespace ElasticGrains.Accelerators.Compute;

/// <summary>A European option in single precision, as paths need it.</summary>
/// <param name="Spot">The price now.</param>
/// <param name="Strike">The strike.</param>
/// <param name="Drift">(r − σ²/2)·T.</param>
/// <param name="Deviation">σ·√T.</param>
/// <param name="Sign">1 for a call, −1 for a put.</param>
/// <param name="Seed">The seed.</param>
internal readonly record struct EuropeanPath(float Spot, float Strike, float Drift, float Deviation, float Sign, ulong Seed)
{
    public static EuropeanPath Of(OptionInput option)
    {
        ArgumentNullException.ThrowIfNull(option);
        return option.Style != OptionStyle.European
            ? throw new ArgumentException($"The option is {option.Style}; European ones alone are priced on a device.", nameof(option))
            : new EuropeanPath(
                (float)option.Spot,
                (float)option.Strike,
                (float)((option.Rate - (option.Volatility * option.Volatility / 2)) * option.MaturityYears),
                (float)(option.Volatility * Math.Sqrt(option.MaturityYears)),
                option.Side == OptionSide.Call ? 1 : -1,
                option.Seed);
    }
}
