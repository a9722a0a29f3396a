using ElasticGrains.Engine.History;
using ElasticGrains.Engine.Verification;

namespace ElasticGrains.Storage;

/// <summary>Reads the raw rows of jobs, for <see cref="LedgerVerifier"/> and for figures: what is there, whether it makes sense or not.</summary>
public interface ILedgerReader
{
    /// <summary>The ids of all jobs, in the order of acceptance.</summary>
    Task<IReadOnlyList<string>> ListJobIdsAsync(CancellationToken cancellationToken = default);

    /// <summary>All rows of a job, with the checksums counted anew from every payload and block; null when there is no such job.</summary>
    Task<LedgerDump?> DumpAsync(string jobId, CancellationToken cancellationToken = default);

    /// <summary>
    /// What the ledger has of one shard; null when there is no such job. Of a large job no more is read than that: its own events and those of
    /// the runs that it has been in, and its commits as one row per attempt. It may be any number: <see cref="ShardRecord.Exists"/> tells.
    /// </summary>
    Task<ShardRecord?> ReadShardAsync(string jobId, int shard, CancellationToken cancellationToken = default);

    /// <summary>The bytes of a job's committed partials, as their rows state them; 0 when there is no such job.</summary>
    Task<long> CommittedBytesAsync(string jobId, CancellationToken cancellationToken = default);

    /// <summary>The blocks of a job, in the order in which they were written, as their rows state them.</summary>
    Task<IReadOnlyList<StoredBlock>> ListBlocksAsync(string jobId, CancellationToken cancellationToken = default);

    /// <summary>What the blocks of each job come to, the most first; jobs without blocks are left out.</summary>
    Task<IReadOnlyList<BlockUsage>> ListBlockUsageAsync(CancellationToken cancellationToken = default);

    /// <summary>The blocks of jobs that are not there any more, with the ids of those jobs.</summary>
    Task<IReadOnlyList<(string Block, string JobId)>> ListStrayBlocksAsync(CancellationToken cancellationToken = default);
}
