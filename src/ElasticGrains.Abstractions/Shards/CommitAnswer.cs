namespace ElasticGrains.Shards;

/// <summary>The answer to an offered commit.</summary>
/// <param name="Shard">The shard.</param>
/// <param name="Attempt">The attempt epoch of the commit.</param>
/// <param name="Start">The commit's first item.</param>
/// <param name="Status">What became of it.</param>
/// <param name="Number">The number of the commit's last piece when accepted, otherwise 0.</param>
/// <param name="JoinCost">How long the job last took to join a partial to the others; zero when it has not joined any.</param>
[GenerateSerializer, Immutable, Alias("eg.shard.commit-answer")]
public sealed record CommitAnswer(
    [property: Id(0)] int Shard,
    [property: Id(1)] long Attempt,
    [property: Id(2)] long Start,
    [property: Id(3)] CommitStatus Status,
    [property: Id(4)] long Number,
    [property: Id(5)] TimeSpan JoinCost);
