using ElasticGrains.Kernels.Numerics;

namespace ElasticGrains.Kernels.MonteCarlo;

/// <summary>The price of a European option in closed form: F. Black, M. Scholes, J. Political Economy 81 (1973).</summary>
internal static class BlackScholes
{
    public static double Price(OptionInput option)
    {
        var deviation = option.Volatility * Math.Sqrt(option.MaturityYears);
        var drift = (option.Rate + (option.Volatility * option.Volatility / 2)) * option.MaturityYears;
        var d1 = (PortableMath.Log(option.Spot / option.Strike) + drift) / deviation;
        var strike = option.Strike * PortableMath.Exp(-option.Rate * option.MaturityYears);
        var sign = option.Side == OptionSide.Call ? 1 : -1;
        return sign * ((option.Spot * PortableMath.NormalCdf(sign * d1)) - (strike * PortableMath.NormalCdf(sign * (d1 - deviation))));
    }
}
