using ElasticGrains.Scheduling;
using ElasticGrains.Shards;

namespace ElasticGrains.Jobs;

/// <summary>
/// References to the grains of the grid. <see cref="IGrainFactory"/> finds out by reflection what kind of grain is meant, at every call;
/// here that happens once a kind: under thousands of messages a second it shows.
/// </summary>
public static class GridGrains
{
    private static readonly IdSpan OnlyKey = GrainIdKeyExtensions.CreateIntegerKey(0);

    /// <summary>The grain of a job.</summary>
    public static IJobGrain Job(this IGrainFactory grains, string jobId)
    {
        ArgumentNullException.ThrowIfNull(grains);
        var key = GrainKeys.OfJob(jobId);
        return Of<IJobGrain>(grains, Kind<IJobGrain>.Names ??= Names.Of(grains.GetGrain<IJobGrain>(key)), IdSpan.Create(key));
    }

    /// <summary>The grain of a shard.</summary>
    public static IShardGrain Shard(this IGrainFactory grains, string jobId, int shard)
    {
        ArgumentNullException.ThrowIfNull(grains);
        var key = GrainKeys.OfShard(jobId, shard);
        return Of<IShardGrain>(grains, Kind<IShardGrain>.Names ??= Names.Of(grains.GetGrain<IShardGrain>(key)), IdSpan.Create(key));
    }

    /// <summary>The resource manager.</summary>
    public static IResourceManagerGrain ResourceManager(this IGrainFactory grains)
    {
        ArgumentNullException.ThrowIfNull(grains);
        return Of<IResourceManagerGrain>(grains, Kind<IResourceManagerGrain>.Names ??= Names.Of(grains.GetGrain<IResourceManagerGrain>(0)), OnlyKey);
    }

    private static T Of<T>(IGrainFactory grains, Names names, IdSpan key) => (T)grains.GetGrain(GrainId.Create(names.Type, key), names.Interface);

    private sealed record Names(GrainType Type, GrainInterfaceType Interface)
    {
        public static Names Of(IAddressable grain) => new(grain.GetGrainId().Type, ((GrainReference)grain).InterfaceType);
    }

    private static class Kind<T>
    {
        public static volatile Names? Names;
    }
}
