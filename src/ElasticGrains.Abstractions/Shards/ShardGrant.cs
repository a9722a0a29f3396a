using ElasticGrains.Jobs;
using ElasticGrains.Scheduling;

namespace ElasticGrains.Shards;

/// <summary>Tells a shard or run to compute: which items, under which attempt epoch, on which slot.</summary>
/// <param name="JobId">The job.</param>
/// <param name="Shard">The shard's number, or that of the run's first.</param>
/// <param name="Attempt">The attempt epoch.</param>
/// <param name="Range">The uncommitted rest.</param>
/// <param name="Lease">The slot.</param>
/// <param name="Spec">The job's spec.</param>
[GenerateSerializer, Immutable, Alias("eg.shard.grant")]
public sealed record ShardGrant(
    [property: Id(0)] string JobId,
    [property: Id(1)] int Shard,
    [property: Id(2)] long Attempt,
    [property: Id(3)] ItemRange Range,
    [property: Id(4)] SlotLease Lease,
    [property: Id(5)] JobSpec Spec)
{
    /// <summary>The trace of the job (W3C traceparent), or null.</summary>
    [Id(6)] public string? TraceParent { get; init; }

    /// <summary>Where the shards of a run begin and end; null for a shard by itself.</summary>
    [Id(7)] public RunCut? Run { get; init; }

    /// <summary>What is to be kept should the range be given up after this attempt; null for nothing.</summary>
    [Id(8)] public CaptureOrder? Capture { get; init; }

    /// <summary>True when it was said before: the attempt may run, or have run, already.</summary>
    [Id(9)] public bool IsAgain { get; init; }

    /// <summary>Silos that may have the warm state of its kernel: where the shard was before, and where another of the job runs.</summary>
    [Id(10)] public IReadOnlyList<string>? WarmAt { get; init; }
}
