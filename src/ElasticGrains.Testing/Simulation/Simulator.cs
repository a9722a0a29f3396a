using ElasticGrains.Engine.Jobs;
using ElasticGrains.Engine.Ledger;
using ElasticGrains.Engine.Scheduling;
using ElasticGrains.Engine.Shards;

namespace ElasticGrains.Testing.Simulation;

/// <summary>
/// Runs a whole grid in one thread: the real machines of jobs, shards and slots in a world with a clock of its own, silos that crash,
/// freeze and lose touch, a ledger that answers late or not at all, and kernels that fail. Everything follows from the seed.
/// </summary>
public static class Simulator
{
    /// <summary>Runs one seed to its end.</summary>
    /// <param name="seed">Decides everything.</param>
    /// <param name="profile">The size of the world and its weather; <see cref="SimulationProfile.Standard"/> when null.</param>
    /// <param name="jobRules">The job's rules; sound when null.</param>
    /// <param name="shardRules">The shard's rules; sound when null.</param>
    /// <param name="ledgerRules">The ledger's rules; strict when null.</param>
    /// <param name="managerRules">The resource manager's rules; sound when null.</param>
    /// <returns>Whether every oracle held, and what happened.</returns>
    public static SimulationResult Run(
        long seed,
        SimulationProfile? profile = null,
        JobRules? jobRules = null,
        ShardRules? shardRules = null,
        LedgerRules? ledgerRules = null,
        ResourceManagerRules? managerRules = null) =>
        new World(seed, profile ?? SimulationProfile.Standard, jobRules, shardRules, ledgerRules, managerRules).Run();
}
