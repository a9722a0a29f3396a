using ElasticGrains.Engine.Jobs;
using ElasticGrains.Engine.Ledger;
using ElasticGrains.Engine.Scheduling;
using ElasticGrains.Engine.Shards;
using ElasticGrains.Testing.Simulation;

namespace ElasticGrains.Simulation;

/// <summary>A planted defect.</summary>
public sealed record Mutant(string Name)
{
    public JobRules? Job { get; init; }

    public ShardRules? Shard { get; init; }

    public LedgerRules? Ledger { get; init; }

    public ResourceManagerRules? Manager { get; init; }

    public SimulationProfile Profile { get; init; } = SimulationProfile.Standard;

    public SimulationResult Run(long seed) => Simulator.Run(seed, Profile, Job, Shard, Ledger, Manager);

    public override string ToString() => Name;
}
