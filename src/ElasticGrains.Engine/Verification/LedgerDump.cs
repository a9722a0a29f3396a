namespace ElasticGrains.Engine.Verification;

/// <summary>Everything a store holds of one job, as its rows say, without any judgement.</summary>
/// <param name="Job">The job's row.</param>
/// <param name="Shards">The rows of touched shards.</param>
/// <param name="Events">The events without the commits, by sequence.</param>
/// <param name="Commits">The commits, by number.</param>
/// <param name="Blocks">The blocks that belong to the job.</param>
public sealed record LedgerDump(
    JobRow Job,
    IReadOnlyList<ShardRow> Shards,
    IReadOnlyList<EventRow> Events,
    IReadOnlyList<CommitRow> Commits,
    IReadOnlyList<BlockRow> Blocks)
{
    /// <summary>The jobs that blocks belong to to which this job refers though they are not its own, by the block's id.</summary>
    public IReadOnlyDictionary<string, string> Foreign { get; init; } = new Dictionary<string, string>();
}
