using ElasticGrains.Scheduling;
using Orleans.Runtime.Placement;

namespace ElasticGrains.Runtime.Placement;

/// <summary>
/// Finds the silo for a job: this one, or by the job's id when it is one of many. One that takes on nothing new only where all others do not
/// either.
/// </summary>
internal sealed class JobPlacementDirector(IShutSilos shut, ISiloStatusOracle oracle) : IPlacementDirector
{
    public Task<SiloAddress> OnAddActivation(PlacementStrategy strategy, PlacementTarget target, IPlacementContext context)
    {
        var silos = context.GetCompatibleSilos(target);
        var open = Array.FindAll(silos, silo => !oracle.TryGetSiloName(silo, out var name) || !shut.IsShut(name));
        silos = open.Length > 0 ? open : silos;
        var isSpread = target.RequestContextData?.ContainsKey(JobPlacement.SpreadKey) == true;
        return Task.FromResult(!isSpread && silos.Contains(context.LocalSilo)
            ? context.LocalSilo
            : silos.Order().ElementAt((int)(target.GrainIdentity.GetUniformHashCode() % (uint)silos.Length)));
    }
}
