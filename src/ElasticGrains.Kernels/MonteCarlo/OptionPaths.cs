using ElasticGrains.Kernels.Numerics;

namespace ElasticGrains.Kernels.MonteCarlo;

/// <summary>Simulates the payoff of a path: geometric Brownian motion, exact at its dates, normal numbers by inversion.</summary>
internal readonly struct OptionPaths
{
    private readonly OptionInput _option;
    private readonly int _steps;
    private readonly double _drift;
    private readonly double _deviation;

    public OptionPaths(OptionInput option)
    {
        _option = option;
        _steps = option.Style == OptionStyle.Asian ? option.Steps : 1;
        var step = option.MaturityYears / _steps;
        _drift = (option.Rate - (option.Volatility * option.Volatility / 2)) * step;
        _deviation = option.Volatility * Math.Sqrt(step);
    }

    /// <summary>What path <paramref name="path"/> pays at maturity.</summary>
    public double Payoff(long path)
    {
        var (exponent, sum) = (0.0, 0.0);
        for (var step = 0; step < _steps; step += 2)
        {
            var (first, second) = CounterRandom.Uniforms(_option.Seed, (ulong)path, (ulong)step / 2);
            exponent += _drift + (_deviation * NormalQuantile.Of(first));
            sum += PortableMath.Exp(exponent);
            if (step + 1 < _steps)
            {
                exponent += _drift + (_deviation * NormalQuantile.Of(second));
                sum += PortableMath.Exp(exponent);
            }
        }

        var gain = (_option.Spot * (sum / _steps)) - _option.Strike;
        return Math.Max(_option.Side == OptionSide.Call ? gain : -gain, 0);
    }
}
