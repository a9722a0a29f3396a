using ElasticGrains.Inputs;
using ElasticGrains.Jobs;
using ElasticGrains.Ledger;
using ElasticGrains.Scheduling;

namespace ElasticGrains.Shards;

/// <summary>An attempt is over; sent again until answered.</summary>
/// <param name="Shard">The shard.</param>
/// <param name="Attempt">The attempt epoch.</param>
/// <param name="End">How it ended.</param>
/// <param name="Failure">Why, unless it completed.</param>
/// <param name="Lease">The slot it gives back.</param>
[GenerateSerializer, Immutable, Alias("eg.shard.ended")]
public sealed record ShardEnded(
    [property: Id(0)] int Shard,
    [property: Id(1)] long Attempt,
    [property: Id(2)] AttemptEnd End,
    [property: Id(3)] Failure? Failure,
    [property: Id(4)] SlotLease Lease)
{
    /// <summary>The input of the range, when this attempt is likely to be the last at it and the job has files; otherwise null.</summary>
    [Id(5)] public CapturedInput? Input { get; init; }

    /// <summary>Why it gave up the rest; null when it was not asked to.</summary>
    [Id(6)] public MoveCause? Move { get; init; }

    /// <summary>The item behind the last that it had begun, of an attempt that was abandoned; 0 otherwise.</summary>
    [Id(7)] public long Begun { get; init; }
}
