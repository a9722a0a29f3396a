namespace ElasticGrains.Shards;

/// <summary>What became of an offered commit.</summary>
[GenerateSerializer, Alias("eg.shard.commit-status")]
public enum CommitStatus
{
    /// <summary>It is durable and has its number; a re-send gets the original number.</summary>
    Accepted = 0,

    /// <summary>The attempt is not the current one: stop, throw the partial away.</summary>
    Fenced = 1,

    /// <summary>The job is not ready to answer (it is being taken over): report, then send again.</summary>
    NotReady = 2,
}
