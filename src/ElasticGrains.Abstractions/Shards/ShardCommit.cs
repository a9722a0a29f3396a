using ElasticGrains.Blocks;

namespace ElasticGrains.Shards;

/// <summary>
/// A finished prefix of a shard, offered for commit. Frozen once sent: it is sent again byte-identical, keyed by (shard, attempt,
/// start), until it is answered.
/// </summary>
/// <param name="Shard">The shard.</param>
/// <param name="Attempt">The attempt epoch.</param>
/// <param name="Range">The items; begins where the previous commit ended.</param>
/// <param name="Payload">The encoded partial; its block, if any, is durable already.</param>
[GenerateSerializer, Immutable, Alias("eg.shard.commit")]
public sealed record ShardCommit(
    [property: Id(0)] int Shard, [property: Id(1)] long Attempt, [property: Id(2)] ItemRange Range, [property: Id(3)] PartialPayload Payload);
