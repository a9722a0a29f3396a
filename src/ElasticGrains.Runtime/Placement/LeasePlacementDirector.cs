using ElasticGrains.Scheduling;
using Orleans.Runtime.Placement;

namespace ElasticGrains.Runtime.Placement;

/// <summary>
/// Finds the silo that a caller named. Where it is gone, any silo does: the shard refuses to run there, and its job hears of that at once.
/// </summary>
internal sealed class LeasePlacementDirector(ISiloStatusOracle oracle) : IPlacementDirector
{
    public Task<SiloAddress> OnAddActivation(PlacementStrategy strategy, PlacementTarget target, IPlacementContext context)
    {
        var silos = context.GetCompatibleSilos(target);
        var wanted = target.RequestContextData?.GetValueOrDefault(LeasePlacement.SiloKey) as string;
        var found = Array.Find(silos, silo => oracle.TryGetSiloName(silo, out var name) && name == wanted);
        return Task.FromResult(found ?? (silos.Contains(context.LocalSilo) ? context.LocalSilo : silos[0]));
    }
}
