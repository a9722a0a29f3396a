namespace ElasticGrains.Kernels.MonteCarlo;

/// <summary>The option that <see cref="OptionKernel"/> prices, in the model of Black and Scholes.</summary>
public sealed record OptionInput
{
    /// <summary>What the option pays on.</summary>
    public OptionStyle Style { get; init; } = OptionStyle.European;

    /// <summary>Call or put.</summary>
    public OptionSide Side { get; init; } = OptionSide.Call;

    /// <summary>The price now, above 0.</summary>
    public double Spot { get; init; } = 100;

    /// <summary>The strike, above 0.</summary>
    public double Strike { get; init; } = 100;

    /// <summary>The riskless rate per year, continuously compounded: 0.05 is 5 %.</summary>
    public double Rate { get; init; } = 0.05;

    /// <summary>The volatility per square root of a year, above 0: 0.2 is 20 %.</summary>
    public double Volatility { get; init; } = 0.2;

    /// <summary>The time to maturity in years, above 0.</summary>
    public double MaturityYears { get; init; } = 1;

    /// <summary>The number of dates that an Asian option averages over, 1 to 100,000; European options ignore it.</summary>
    public int Steps { get; init; } = 50;

    /// <summary>The number of simulated paths, at least 2.</summary>
    public required long Paths { get; init; }

    /// <summary>The seed: the same input gives the same answer, to the last bit.</summary>
    public ulong Seed { get; init; }
}
