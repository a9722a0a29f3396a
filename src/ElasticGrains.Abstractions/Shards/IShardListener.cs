namespace ElasticGrains.Shards;

/// <summary>The job behind a shard in its own activation: hears what the grain of a job hears from the grain of a shard.</summary>
public interface IShardListener
{
    /// <summary>A commit is offered.</summary>
    void Offer(ShardCommit commit);

    /// <summary>A heartbeat.</summary>
    void Report(ShardReport report);

    /// <summary>An attempt is over.</summary>
    void End(ShardEnded ended);

    /// <summary>What the run gave up.</summary>
    void OfferSplit(SplitOffer offer);
}
