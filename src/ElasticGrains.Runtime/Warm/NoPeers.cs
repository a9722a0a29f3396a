using ElasticGrains.Kernels;

namespace ElasticGrains.Runtime.Warm;

/// <summary>A grid of one process.</summary>
internal sealed class NoPeers : IWarmPeers
{
    public Task<Carried?> CarryAsync(IWarmRun run, IReadOnlyList<string> silos, CancellationToken cancellationToken) => Task.FromResult<Carried?>(null);
}
