using ElasticGrains.Jobs;
using ElasticGrains.Shards;
using Microsoft.Extensions.Logging;

namespace ElasticGrains.Runtime.Shards;

/// <summary>Makes shards for the activations of jobs.</summary>
internal sealed class InnerShards(ShardServices services, ILogger<ShardHost> logger) : IInnerShards
{
    public IInnerShard Open(string jobId, int shard, IShardListener listener) => new ShardHost(services, GrainKeys.OfShard(jobId, shard), listener, logger);
}
