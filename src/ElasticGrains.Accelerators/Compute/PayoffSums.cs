namespace ElasticGrains.Accelerators.Compute;

/// <summary>What paths paid.</summary>
/// <param name="Paths">How many there were.</param>
/// <param name="Sum">The sum of the payoffs.</param>
/// <param name="Squares">The sum of their squares.</param>
public readonly record struct PayoffSums(long Paths, double Sum, double Squares)
{
    /// <summary>The mean; NaN of no path.</summary>
    public double Mean => Sum / Paths;

    /// <summary>Both together.</summary>
    public PayoffSums Plus(PayoffSums other) => new(Paths + other.Paths, Sum + other.Sum, Squares + other.Squares);
}
