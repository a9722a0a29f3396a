using ElasticGrains.Blocks;

namespace ElasticGrains.Ledger;

/// <summary>A committed partial result.</summary>
/// <param name="Number">Its number: 1, 2, 3 … per job.</param>
/// <param name="Shard">The shard.</param>
/// <param name="Attempt">The attempt epoch.</param>
/// <param name="Range">The items.</param>
/// <param name="Payload">The encoded partial, inline bytes included.</param>
/// <param name="At">When it was committed.</param>
[GenerateSerializer, Immutable, Alias("eg.partial.committed")]
public sealed record CommittedPartial(
    [property: Id(0)] long Number,
    [property: Id(1)] int Shard,
    [property: Id(2)] long Attempt,
    [property: Id(3)] ItemRange Range,
    [property: Id(4)] PartialPayload Payload,
    [property: Id(5)] DateTimeOffset At);
