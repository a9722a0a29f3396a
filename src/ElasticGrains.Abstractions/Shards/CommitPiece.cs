using ElasticGrains.Blocks;

namespace ElasticGrains.Shards;

/// <summary>A finished part of one shard.</summary>
/// <param name="Range">The items; begins where the previous part ended, and lies within one shard.</param>
/// <param name="Payload">The encoded partial; its block, if any, is durable already.</param>
[GenerateSerializer, Immutable, Alias("eg.shard.commit-piece")]
public sealed record CommitPiece([property: Id(0)] ItemRange Range, [property: Id(1)] PartialPayload Payload);
