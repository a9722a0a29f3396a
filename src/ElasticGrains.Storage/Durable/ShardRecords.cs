using ElasticGrains.Engine.History;
using ElasticGrains.Engine.Ledger;
using ElasticGrains.Ledger;

namespace ElasticGrains.Storage.Durable;

/// <summary>Puts together what stores read of one shard.</summary>
internal static class ShardRecords
{
    /// <param name="job">The job.</param>
    /// <param name="totals">The job as a whole.</param>
    /// <param name="shard">The shard.</param>
    /// <param name="row">The row with the highest number up to the shard's: its own, or that of the run it is in, or of something else; null for none.</param>
    public static ShardRecord Of(JobEntry job, JobLedgerTotals totals, int shard, KeyValuePair<int, ShardLedgerState>? row)
    {
        var state = new JobLedgerState(totals, row is { } found ? [found] : []);
        var range = state.HasShard(shard) ? state.RangeOf(shard) : default;
        return new ShardRecord
        {
            Job = job,
            Shards = totals.Shards,
            PlannedShards = totals.PlannedShards ?? 0,
            Shard = shard,
            Range = range,
            Committed = Math.Clamp(state.Shard(state.HeadOf(shard)).CommittedEnd - range.Start, 0, range.Length),
            Events = [],
            Commits = [],
        };
    }
}
