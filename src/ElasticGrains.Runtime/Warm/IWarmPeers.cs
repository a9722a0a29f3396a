using ElasticGrains.Kernels;

namespace ElasticGrains.Runtime.Warm;

/// <summary>Other silos, which may have the warm state that is needed here.</summary>
internal interface IWarmPeers
{
    /// <summary>Carries a state over from one of these silos, asked in order.</summary>
    /// <returns>Null when none has it, or it did not arrive whole: then it is made here.</returns>
    Task<Carried?> CarryAsync(IWarmRun run, IReadOnlyList<string> silos, CancellationToken cancellationToken);
}
