namespace ElasticGrains.Ledger;

/// <summary>
/// What kernels wrote while they computed, by job, until the job is purged. It is no part of the job's history: lines prove nothing, are
/// not fenced (an attempt that was given up did write them), may be lost with the last second of a silo, and may be there twice where a store
/// took an append and could not say so. Safe for concurrent use.
/// Every method throws <see cref="LedgerUnavailableException"/> when the store cannot answer now.
/// </summary>
public interface IJobLog
{
    /// <summary>
    /// Appends lines in order and numbers them; who reads on behind a number misses none, whoever else appends. Of a job that is not there
    /// none are kept, and behind the first that would exceed the limit none either, but for notices.
    /// </summary>
    /// <param name="jobId">The job.</param>
    /// <param name="lines">The lines; their numbers are ignored.</param>
    /// <param name="mostBytes">What all lines of the job may come to (<see cref="LogLine.Bytes"/>).</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <returns>How many were kept, notices not counted: the first so many.</returns>
    Task<int> AppendAsync(string jobId, IReadOnlyList<LogLine> lines, long mostBytes, CancellationToken cancellationToken = default);

    /// <summary>Lines in the order of their numbers; none when there is no such job.</summary>
    Task<IReadOnlyList<LogLine>> ReadAsync(string jobId, LogQuery query, CancellationToken cancellationToken = default);
}
