using System.Diagnostics.CodeAnalysis;

namespace ElasticGrains.Peers.Bare;

/// <summary>See <see cref="IBareShard"/>.</summary>
[SuppressMessage("Performance", "CA1812", Justification = "Orleans makes it.")]
internal sealed class BareShard : Grain, IBareShard
{
    public Task<long> ComputeAsync(int items)
    {
        DeactivateOnIdle();
        return Task.FromResult(SquaresJob.Sum(items));
    }
}
