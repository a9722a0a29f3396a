using System.Diagnostics.CodeAnalysis;
using Orleans.Metadata;
using Orleans.Providers;
using Orleans.Runtime.Placement;

namespace ElasticGrains.Runtime.Placement;

/// <summary>Has the queue of a memory stream live where it is polled, so that no poll crosses the network: the silo that polls is the first to call it.</summary>
internal sealed class QueuePlacementResolver(GrainTypeResolver types) : IPlacementStrategyResolver
{
    private static readonly PreferLocalPlacement BesideItsReader = new();

    private readonly GrainType _queue = types.GetGrainType(typeof(MemoryStreamQueueGrain));

    public bool TryResolvePlacementStrategy(GrainType grainType, GrainProperties? properties, [MaybeNullWhen(false)] out PlacementStrategy result)
    {
        result = grainType == _queue ? BesideItsReader : null;
        return result is not null;
    }
}
