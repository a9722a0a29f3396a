namespace ElasticGrains.Shards;

/// <summary>Makes shards that live in the activation of their job.</summary>
public interface IInnerShards
{
    /// <summary>A shard that runs nothing yet. To be called in a turn of the job's activation, in whose turns the shard lives.</summary>
    IInnerShard Open(string jobId, int shard, IShardListener listener);
}
