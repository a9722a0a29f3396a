using ElasticGrains.Jobs;
using ElasticGrains.Scheduling;
using Orleans.Concurrency;
using Orleans.Placement;

namespace ElasticGrains.Runtime.Scheduling;

/// <summary>Passes orders on to the silo on which it lives.</summary>
[GrainType("eg.silo"), Reentrant, Immovable, LeasePlacement]
internal sealed class SiloGrain(SiloDrain drain) : Grain, ISiloGrain
{
    public Task<bool> OrderAsync(SiloIntake intake)
    {
        if (GrainKeys.SiloOf(this.GetPrimaryKeyString()) != drain.Silo)
        {
            DeactivateOnIdle();
            return Task.FromResult(false);
        }

        drain.Order(intake);
        return Task.FromResult(true);
    }
}
