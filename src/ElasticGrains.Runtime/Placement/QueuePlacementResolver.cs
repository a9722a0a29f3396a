using System.Diagnostics.CodeAnalysis;
using Orleans.Metadata;
using Orleans.Providers;
using Orleans.Runtime.Placement;

namespace ElasticGrains.Runtime.Placement;

/// <summary>
/// Has the queue of a memory stream live where it is first called, which is nearly always where it is polled: then no poll crosses the network, unless a silo
/// that has started later took the polling over.
/// </summary>
internal sealed class QueuePlacementResolver(GrainTypeResolver types) : IPlacementStrategyResolver
{
    private static readonly PreferLocalPlacement WhereItIsCalled = new();

    private readonly GrainType _queue = types.GetGrainType(typeof(MemoryStreamQueueGrain));

    public bool TryResolvePlacementStrategy(GrainType grainType, GrainProperties? properties, [MaybeNullWhen(false)] out PlacementStrategy result)
    {
        result = grainType == _queue ? WhereItIsCalled : null;
        return result is not null;
    }
}
