namespace ElasticGrains.Testing.Tests.Kernels;

/// <param name="Items">The number of items.</param>
/// <param name="Rounds">What each costs: a million rounds take about a millisecond.</param>
public sealed record MixInput(long Items, int Rounds = 500_000)
{
    /// <summary>The answer without a grid.</summary>
    public ulong Answer
    {
        get
        {
            var kernel = new MixKernel();
            return kernel.Finish(this, kernel.Compute(this, new ItemRange(0, Items)));
        }
    }
}
