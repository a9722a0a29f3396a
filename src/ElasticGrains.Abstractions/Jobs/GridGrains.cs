using ElasticGrains.Scheduling;
using ElasticGrains.Shards;

namespace ElasticGrains.Jobs;

/// <summary>
/// References to the grains of the grid. <see cref="IGrainFactory"/> finds out by reflection what kind of grain is meant, at every call;
/// here that happens once a kind: under thousands of messages a second it shows.
/// </summary>
public static class GridGrains
{
    /// <summary>The grain of a job.</summary>
    public static IJobGrain Job(this IGrainFactory grains, string jobId) => Of<IJobGrain>(grains, GrainKeys.OfJob(jobId));

    /// <summary>The grain of a shard.</summary>
    public static IShardGrain Shard(this IGrainFactory grains, string jobId, int shard) => Of<IShardGrain>(grains, GrainKeys.OfShard(jobId, shard));

    /// <summary>The resource manager.</summary>
    public static IResourceManagerGrain ResourceManager(this IGrainFactory grains)
    {
        ArgumentNullException.ThrowIfNull(grains);
        return grains.GetGrain<IResourceManagerGrain>(0);
    }

    private static T Of<T>(IGrainFactory grains, string key)
        where T : IGrainWithStringKey
    {
        ArgumentNullException.ThrowIfNull(grains);
        if (Kind<T>.Names is { } names)
        {
            return (T)grains.GetGrain(GrainId.Create(names.Type, key), names.Interface);
        }

        var grain = grains.GetGrain<T>(key);
        Kind<T>.Names = new Names(grain.GetGrainId().Type, ((GrainReference)(object)grain).InterfaceType);
        return grain;
    }

    private sealed record Names(GrainType Type, GrainInterfaceType Interface);

    private static class Kind<T>
    {
        public static volatile Names? Names;
    }
}
