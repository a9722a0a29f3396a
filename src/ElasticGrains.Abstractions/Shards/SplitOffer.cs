namespace ElasticGrains.Shards;

/// <summary>A running attempt gave up the end of its range. Until the job records the split, nobody else may run it.</summary>
/// <param name="Shard">The shard.</param>
/// <param name="Attempt">The attempt epoch.</param>
/// <param name="At">The attempt's new end; null when nothing could be given up.</param>
[GenerateSerializer, Immutable, Alias("eg.shard.split-offer")]
public sealed record SplitOffer([property: Id(0)] int Shard, [property: Id(1)] long Attempt, [property: Id(2)] long? At);
