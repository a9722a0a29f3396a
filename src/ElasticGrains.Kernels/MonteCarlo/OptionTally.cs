using ElasticGrains.Kernels.Numerics;

namespace ElasticGrains.Kernels.MonteCarlo;

/// <summary>The partial of <see cref="OptionKernel"/>: exact sums of the payoffs, not discounted.</summary>
public sealed class OptionTally
{
    internal OptionTally()
    {
    }

    /// <summary>The number of paths.</summary>
    public long Paths { get; internal set; }

    internal ReproducibleSum Payoffs { get; init; } = new();

    internal ReproducibleSum Squares { get; init; } = new();

    internal void Add(double payoff)
    {
        Paths++;
        Payoffs.Add(payoff);
        Squares.Add(payoff * payoff);
    }

    internal void Merge(OptionTally other)
    {
        Paths += other.Paths;
        Payoffs.Add(other.Payoffs);
        Squares.Add(other.Squares);
    }
}
