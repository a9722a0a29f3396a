using ElasticGrains.Engine.Jobs;
using ElasticGrains.Ledger;

namespace ElasticGrains.Cli.State;

/// <summary>A shard, or a run of several that one slot computes one after the other, as the ledger has it.</summary>
/// <param name="Shard">Its number, or that of the run's first.</param>
/// <param name="Last">That of the run's last; the same for a shard by itself.</param>
/// <param name="Range">Its items.</param>
/// <param name="Phase">Where it stands.</param>
/// <param name="Committed">How many of its items are committed.</param>
/// <param name="Attempt">The latest attempt, 0 before the first.</param>
/// <param name="Attempts">How often it was granted.</param>
/// <param name="Silo">Where it runs or ran last; null when it never did.</param>
/// <param name="Slot">On which slot.</param>
internal sealed record ShardView(
    int Shard, int Last, ItemRange Range, ShardPhase Phase, long Committed, long Attempt, int Attempts, string? Silo, int? Slot)
{
    /// <summary>The shards of a job that were granted, in order; those that never were are only counted.</summary>
    public static (IReadOnlyList<ShardView> Shards, int Untouched) Of(JobHistory history)
    {
        var job = JobState.Of(history);
        var slots = new Dictionary<int, int>();
        var grants = new Dictionary<int, int>();
        foreach (var granted in history.Events.OfType<LedgerEvent.Granted>())
        {
            slots[granted.Shard] = granted.Slot;
            grants[granted.Shard] = grants.GetValueOrDefault(granted.Shard) + 1;
        }

        var shards = job.Touched.OrderBy(shard => shard.Number).Select(shard => new ShardView(
            shard.Number,
            shard.Number + shard.More,
            new ItemRange(shard.Start, shard.End),
            shard.Rest.IsEmpty ? ShardPhase.Done : shard.Phase,
            shard.CommittedEnd - shard.Start,
            shard.Attempt,
            grants.GetValueOrDefault(shard.Number),
            shard.Silo,
            slots.TryGetValue(shard.Number, out var slot) ? slot : null)).ToList();
        return (shards, job.PlannedShards - job.NextUntouched);
    }
}
