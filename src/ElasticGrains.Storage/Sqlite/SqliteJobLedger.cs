using ElasticGrains.Engine.Ledger;
using ElasticGrains.Ledger;
using ElasticGrains.Storage.Local;

namespace ElasticGrains.Storage.Sqlite;

/// <summary>
/// The ledger in a SQLite file. Fencing is the database's: every append is judged against the rows that its own transaction reads, so
/// that several processes may open the file.
/// </summary>
/// <param name="store">The file; disposing the ledger closes it.</param>
/// <param name="time">The clock that stamps <see cref="LedgerEvent.WriterTaken"/>.</param>
public sealed class SqliteJobLedger(SqliteStore store, TimeProvider time) : IJobLedger, IAsyncDisposable
{
    // About what an event takes beside its payload; bounds a shared transaction, nothing else.
    private const long EventBytes = 256;

    /// <inheritdoc/>
    public Task<AcceptOutcome> AcceptAsync(LedgerEvent.Accepted job, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(job);
        return store.WriteAsync(session => store.Appender.Accept(session, job), EventBytes + job.Spec.Input.Length, cancellationToken);
    }

    /// <inheritdoc/>
    public Task<AcceptOutcome> AcceptAsWriterAsync(
        LedgerEvent.Accepted job, LedgerEvent.WriterTaken writer, JobAppend? first = null, CancellationToken cancellationToken = default)
    {
        FirstAppend.Check(job, writer, first);
        return store.WriteAsync(
            session => store.Appender.Accept(session, job, writer, first),
            (2 * EventBytes) + job.Spec.Input.Length + (first is null ? 0 : BytesOf(first)),
            cancellationToken);
    }

    /// <inheritdoc/>
    public Task<long> TakeWriterAsync(string jobId, string writer, CancellationToken cancellationToken = default) =>
        store.WriteAsync(session => store.Appender.TakeWriter(session, jobId, writer, time.GetUtcNow()), EventBytes, cancellationToken);

    /// <inheritdoc/>
    public Task<ReopenOutcome> ReopenAsync(string jobId, string writer, CancellationToken cancellationToken = default) =>
        store.WriteAsync(session => store.Appender.Reopen(session, jobId, writer, time.GetUtcNow()), EventBytes, cancellationToken);

    /// <inheritdoc/>
    /// <remarks>An append to a job that does not exist is rejected.</remarks>
    public async Task<AppendOutcome> AppendAsync(JobAppend append, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(append);
        try
        {
            return await store.WriteAsync(session => store.Appender.Append(session, append), BytesOf(append), cancellationToken);
        }
        catch (StateOwnershipLostException lost)
        {
            return new AppendOutcome(AppendStatus.Fenced, append.WriterEpoch, lost.Message);
        }
    }

    /// <inheritdoc/>
    public Task<JobHead?> FindAsync(string jobId, CancellationToken cancellationToken = default) =>
        store.ReadAsync(session => HistoryTable.FindHead(session, jobId), cancellationToken);

    /// <inheritdoc/>
    public Task<CachedAnswer?> FindAnswerAsync(string cacheKey, CancellationToken cancellationToken = default) =>
        store.ReadAsync(session => HistoryTable.FindAnswer(session, cacheKey), cancellationToken);

    /// <inheritdoc/>
    public Task<JobHistory?> ReadHistoryAsync(string jobId, CancellationToken cancellationToken = default) =>
        store.ReadAsync(session => HistoryTable.Read(session, jobId), cancellationToken);

    /// <inheritdoc/>
    public Task<JobHistory?> ReadCondensedHistoryAsync(string jobId, CancellationToken cancellationToken = default) =>
        store.ReadAsync(session => HistoryTable.ReadCondensed(session, jobId), cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyList<CommittedPartial>> ReadPartialsAsync(string jobId, long from, int max, CancellationToken cancellationToken = default) =>
        store.ReadAsync(session => HistoryTable.ReadPartials(session, jobId, from, max), cancellationToken);

    /// <inheritdoc/>
    public Task<CommittedPartial?> FindPartialAsync(string jobId, long item, CancellationToken cancellationToken = default) =>
        store.ReadAsync(session => HistoryTable.FindPartial(session, jobId, item), cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyList<JobEntry>> ListAsync(CancellationToken cancellationToken = default) => ListAsync(JobQuery.All, cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyList<JobEntry>> ListAsync(JobQuery query, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(query);
        return store.ReadAsync(session => JobTable.List(session, query), cancellationToken);
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<string>> ListUnfinishedAsync(CancellationToken cancellationToken = default) =>
        store.ReadAsync(JobTable.ListUnfinished, cancellationToken);

    /// <inheritdoc/>
    public Task<int> PurgeAsync(IReadOnlyCollection<string> jobIds, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(jobIds);
        return store.WriteAsync(session => jobIds.Count(id => JobTable.Purge(session, id)), EventBytes, cancellationToken);
    }

    /// <inheritdoc/>
    /// <remarks>The first reason stays. Also allowed where the state directory is open read-only.</remarks>
    public Task<bool> RequestCancelAsync(string jobId, string reason, CancellationToken cancellationToken = default) =>
        store.WriteAlwaysAsync(session => JobTable.RequestCancel(session, jobId, reason), EventBytes, cancellationToken);

    /// <inheritdoc/>
    /// <remarks>Null again once the job has ended.</remarks>
    public Task<string?> ReadCancelRequestAsync(string jobId, CancellationToken cancellationToken = default) =>
        store.ReadAsync(session => JobTable.ReadCancelRequest(session, jobId), cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyDictionary<string, string>> ReadCancelRequestsAsync(CancellationToken cancellationToken = default) =>
        store.ReadAsync(JobTable.ListCancelRequests, cancellationToken);

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => store.DisposeAsync();

    private static long BytesOf(JobAppend append)
    {
        var bytes = EventBytes * append.Events.Count;
        foreach (var happened in append.Events)
        {
            bytes += happened is LedgerEvent.Committed commit ? commit.Payload.Inline.Length : 0;
        }

        return bytes;
    }
}
