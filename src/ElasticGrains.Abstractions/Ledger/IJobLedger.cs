namespace ElasticGrains.Ledger;

/// <summary>
/// The append-only, durable history of jobs. One transaction makes done-mark, result and number durable together, conditional on the
/// job's writer epoch and the shard's attempt epoch: a frozen process that wakes up cannot commit. Safe for concurrent use.
/// Every method throws <see cref="LedgerUnavailableException"/> when the store cannot answer now.
/// </summary>
public interface IJobLedger
{
    /// <summary>Writes a new job, or says that it is there already. After <see cref="AcceptOutcome.Accepted"/> nothing is lost.</summary>
    Task<AcceptOutcome> AcceptAsync(LedgerEvent.Accepted job, CancellationToken cancellationToken = default);

    /// <summary>
    /// <see cref="AcceptAsync"/>, and for a job that is new <see cref="TakeWriterAsync"/> and its first <see cref="AppendAsync"/>, all in one
    /// transaction: the way of a job that begins where it is accepted.
    /// </summary>
    /// <param name="job">The job.</param>
    /// <param name="writer">Its first writer, with epoch 1.</param>
    /// <param name="first">What it appends first, with version 1, or null.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <exception cref="ArgumentException">Writer or append could not be a job's first.</exception>
    Task<AcceptOutcome> AcceptAsWriterAsync(
        LedgerEvent.Accepted job, LedgerEvent.WriterTaken writer, JobAppend? first = null, CancellationToken cancellationToken = default);

    /// <summary>
    /// Makes the caller the job's only writer: raises the writer epoch by one and fences all earlier writers. Of a job that has ended
    /// nobody becomes the writer: its epoch is returned as it is.
    /// </summary>
    /// <returns>The new epoch; its first append has version 1.</returns>
    /// <exception cref="KeyNotFoundException">There is no such job.</exception>
    Task<long> TakeWriterAsync(string jobId, string writer, CancellationToken cancellationToken = default);

    /// <summary>
    /// Opens a job again that failed or was cancelled: what is committed stays, what was given up may run again, a cancellation is forgotten.
    /// The caller becomes its writer in the same transaction, as by <see cref="TakeWriterAsync"/>, so that nobody else's appends apply.
    /// </summary>
    Task<ReopenOutcome> ReopenAsync(string jobId, string writer, CancellationToken cancellationToken = default);

    /// <summary>Applies an append whole or not at all. Appends of several jobs may share a transaction.</summary>
    Task<AppendOutcome> AppendAsync(JobAppend append, CancellationToken cancellationToken = default);

    /// <summary>The job without its history, or null when there is no such job. Takes the same time for every length of history.</summary>
    Task<JobHead?> FindAsync(string jobId, CancellationToken cancellationToken = default);

    /// <summary>
    /// Of the jobs accepted with this key (<see cref="LedgerEvent.Accepted.CacheKey"/>) the answer of the one that succeeded last; null when none has.
    /// One read, which takes the same time for any number of jobs.
    /// </summary>
    Task<CachedAnswer?> FindAnswerAsync(string cacheKey, CancellationToken cancellationToken = default);

    /// <summary>The job's events in order, or null when there is no such job.</summary>
    Task<JobHistory?> ReadHistoryAsync(string jobId, CancellationToken cancellationToken = default);

    /// <summary>
    /// The history without the commits that a later commit of the same shard makes unimportant to a new writer, with the totals of all:
    /// as long as the job has shards, not as long as it has commits. Null when there is no such job.
    /// </summary>
    Task<JobHistory?> ReadCondensedHistoryAsync(string jobId, CancellationToken cancellationToken = default);

    /// <summary>Committed partials with numbers ≥ <paramref name="from"/>, in order, at most <paramref name="max"/>.</summary>
    Task<IReadOnlyList<CommittedPartial>> ReadPartialsAsync(string jobId, long from, int max, CancellationToken cancellationToken = default);

    /// <summary>The committed partial whose range holds <paramref name="item"/>, or null when it is not committed.</summary>
    Task<CommittedPartial?> FindPartialAsync(string jobId, long item, CancellationToken cancellationToken = default);

    /// <summary>All jobs, the latest accepted first.</summary>
    Task<IReadOnlyList<JobEntry>> ListAsync(CancellationToken cancellationToken = default);

    /// <summary>The jobs that a query names, the latest accepted first. Those it does not name are not read from the store.</summary>
    Task<IReadOnlyList<JobEntry>> ListAsync(JobQuery query, CancellationToken cancellationToken = default);

    /// <summary>The ids of the jobs that have not ended, the earliest accepted first.</summary>
    Task<IReadOnlyList<string>> ListUnfinishedAsync(CancellationToken cancellationToken = default);

    /// <summary>
    /// Forgets jobs that have ended: their histories, partials and blocks. Their ids are free again. Jobs that have not ended, or are not
    /// there, stay as they are.
    /// </summary>
    /// <returns>How many were forgotten.</returns>
    Task<int> PurgeAsync(IReadOnlyCollection<string> jobIds, CancellationToken cancellationToken = default);

    /// <summary>Asks whoever runs the job to cancel it. Needs no writer epoch, and is kept until the job ends.</summary>
    /// <returns>False when there is no such job or it has ended.</returns>
    Task<bool> RequestCancelAsync(string jobId, string reason, CancellationToken cancellationToken = default);

    /// <summary>The reason of a cancellation that was asked for, or null.</summary>
    Task<string?> ReadCancelRequestAsync(string jobId, CancellationToken cancellationToken = default);

    /// <summary>The reasons of all cancellations that were asked for of jobs that have not ended, by job.</summary>
    Task<IReadOnlyDictionary<string, string>> ReadCancelRequestsAsync(CancellationToken cancellationToken = default);
}
