using ElasticGrains.Scheduling;

namespace ElasticGrains.Shards;

/// <summary>The heartbeat of a running attempt: renews its lease with the job, and lets a new writer adopt it.</summary>
/// <param name="Shard">The shard.</param>
/// <param name="Attempt">The attempt epoch.</param>
/// <param name="CommittedEnd">The end of the prefix that the shard knows to be committed.</param>
/// <param name="Position">The end of what is computed.</param>
/// <param name="Lease">The slot it runs on.</param>
/// <param name="CommitInterval">The time between two commits at present.</param>
/// <param name="Stalled">Why its partials cannot be stored at present, for example a full disk; null when they can.</param>
[GenerateSerializer, Immutable, Alias("eg.shard.report")]
public sealed record ShardReport(
    [property: Id(0)] int Shard,
    [property: Id(1)] long Attempt,
    [property: Id(2)] long CommittedEnd,
    [property: Id(3)] long Position,
    [property: Id(4)] SlotLease Lease,
    [property: Id(5)] TimeSpan CommitInterval,
    [property: Id(6)] string? Stalled = null);
