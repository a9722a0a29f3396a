using ElasticGrains.Engine.Ledger;
using ElasticGrains.Ledger;
using Npgsql;

namespace ElasticGrains.Storage.Postgres;

/// <summary>
/// The ledger in PostgreSQL, for any number of silos. Fencing is the database's: every append is judged against rows that its own
/// transaction has locked.
/// </summary>
/// <param name="store">The database; disposing the ledger closes it.</param>
/// <param name="time">The clock that stamps <see cref="LedgerEvent.WriterTaken"/>.</param>
public sealed class PostgresJobLedger(PostgresStore store, TimeProvider time) : IJobLedger, IAsyncDisposable
{
    // About what an event takes beside its payload; bounds a shared transaction, nothing else.
    private const long EventBytes = 256;

    /// <inheritdoc/>
    public Task<AcceptOutcome> AcceptAsync(LedgerEvent.Accepted job, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(job);
        return store.WriteAsync(new PostgresWrite(job.Spec.Id, job), set => set.Accept(job), EventBytes + job.Spec.Input.Length, cancellationToken);
    }

    /// <inheritdoc/>
    public Task<AcceptOutcome> AcceptAsWriterAsync(
        LedgerEvent.Accepted job, LedgerEvent.WriterTaken writer, JobAppend? first = null, CancellationToken cancellationToken = default)
    {
        FirstAppend.Check(job, writer, first);
        return store.WriteAsync(
            new PostgresWrite(job.Spec.Id, job),
            set => set.Accept(job, writer, first),
            (2 * EventBytes) + job.Spec.Input.Length + (first is null ? 0 : BytesOf(first)),
            cancellationToken);
    }

    /// <inheritdoc/>
    public Task<long> TakeWriterAsync(string jobId, string writer, CancellationToken cancellationToken = default) =>
        store.WriteAsync(new PostgresWrite(jobId), set => set.TakeWriter(jobId, writer, time.GetUtcNow()), EventBytes, cancellationToken);

    /// <inheritdoc/>
    public Task<ReopenOutcome> ReopenAsync(string jobId, string writer, CancellationToken cancellationToken = default) =>
        store.WriteAsync(new PostgresWrite(jobId), set => set.Reopen(jobId, writer, time.GetUtcNow()), EventBytes, cancellationToken);

    /// <inheritdoc/>
    /// <remarks>An append to a job that does not exist is rejected.</remarks>
    public Task<AppendOutcome> AppendAsync(JobAppend append, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(append);
        return store.WriteAsync(new PostgresWrite(append.JobId), set => set.Append(append), BytesOf(append), cancellationToken);
    }

    /// <inheritdoc/>
    public Task<JobHead?> FindAsync(string jobId, CancellationToken cancellationToken = default) =>
        store.RepeatableAsync(connection => HistoryRows.FindHeadAsync(connection, jobId), cancellationToken);

    /// <inheritdoc/>
    public Task<CachedAnswer?> FindAnswerAsync(string cacheKey, CancellationToken cancellationToken = default) =>
        store.RepeatableAsync(connection => HistoryRows.FindAnswerAsync(connection, cacheKey), cancellationToken);

    /// <inheritdoc/>
    public Task<JobHistory?> ReadHistoryAsync(string jobId, CancellationToken cancellationToken = default) =>
        store.SnapshotAsync(connection => HistoryRows.ReadAsync(connection, jobId), cancellationToken);

    /// <inheritdoc/>
    public Task<JobHistory?> ReadCondensedHistoryAsync(string jobId, CancellationToken cancellationToken = default) =>
        store.SnapshotAsync(connection => HistoryRows.ReadCondensedAsync(connection, jobId), cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyList<CommittedPartial>> ReadPartialsAsync(string jobId, long from, int max, CancellationToken cancellationToken = default) =>
        store.RepeatableAsync(connection => HistoryRows.ReadPartialsAsync(connection, jobId, from, max), cancellationToken);

    /// <inheritdoc/>
    public Task<CommittedPartial?> FindPartialAsync(string jobId, long item, CancellationToken cancellationToken = default) =>
        store.RepeatableAsync(connection => HistoryRows.FindPartialAsync(connection, jobId, item), cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyList<JobEntry>> ListAsync(CancellationToken cancellationToken = default) => ListAsync(JobQuery.All, cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyList<JobEntry>> ListAsync(JobQuery query, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(query);
        return store.RepeatableAsync<IReadOnlyList<JobEntry>>(
            async connection => [.. (await JobRows.ListAsync(connection, query)).Select(row => row.Entry)],
            cancellationToken);
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<string>> ListUnfinishedAsync(CancellationToken cancellationToken = default) =>
        store.RepeatableAsync(JobRows.ListUnfinishedAsync, cancellationToken);

    /// <inheritdoc/>
    public async Task<int> PurgeAsync(IReadOnlyCollection<string> jobIds, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(jobIds);
        var purged = await store.RepeatableAsync(connection => Purge.RunAsync(connection, jobIds, cancellationToken), cancellationToken);
        await store.Remote.TryCollectAsync(cancellationToken);
        return purged;
    }

    /// <inheritdoc/>
    /// <remarks>The first reason stays.</remarks>
    public Task<bool> RequestCancelAsync(string jobId, string reason, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(reason);
        return store.RepeatableAsync(
            async connection =>
            {
                await using var command = new NpgsqlCommand(
                    "UPDATE jobs SET cancel_reason = coalesce(cancel_reason, $1) WHERE id = $2 AND final IS NULL", connection);

                // PostgreSQL has no text with a zero character.
                command.Parameters.AddValue(reason.Replace('\0', ' '));
                command.Parameters.AddValue(jobId);
                return await command.ExecuteNonQueryAsync(cancellationToken) > 0;
            },
            cancellationToken);
    }

    /// <inheritdoc/>
    /// <remarks>Null again once the job has ended.</remarks>
    public Task<string?> ReadCancelRequestAsync(string jobId, CancellationToken cancellationToken = default) => store.RepeatableAsync(
        async connection =>
        {
            await using var command = new NpgsqlCommand("SELECT cancel_reason FROM jobs WHERE id = $1 AND final IS NULL", connection);
            command.Parameters.AddValue(jobId);
            return await command.ExecuteScalarAsync(cancellationToken) as string;
        },
        cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyDictionary<string, string>> ReadCancelRequestsAsync(CancellationToken cancellationToken = default) =>
        store.RepeatableAsync(JobRows.ListCancelRequestsAsync, cancellationToken);

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => store.DisposeAsync();

    private static long BytesOf(JobAppend append) =>
        append.Events.Sum(happened => EventBytes + (happened is LedgerEvent.Committed commit ? commit.Payload.Inline.Length : 0));
}
