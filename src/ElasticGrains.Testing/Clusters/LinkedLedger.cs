using ElasticGrains.Ledger;

namespace ElasticGrains.Testing.Clusters;

/// <summary>The ledger as one silo reaches it.</summary>
internal sealed class LinkedLedger(DatabaseLink link) : IJobLedger
{
    public Task<AcceptOutcome> AcceptAsync(LedgerEvent.Accepted job, CancellationToken cancellationToken = default) =>
        Write(ledger => ledger.AcceptAsync(job, cancellationToken));

    public Task<AcceptOutcome> AcceptAsWriterAsync(
        LedgerEvent.Accepted job, LedgerEvent.WriterTaken writer, JobAppend? first = null, CancellationToken cancellationToken = default) =>
        Write(ledger => ledger.AcceptAsWriterAsync(job, writer, first, cancellationToken));

    public Task<long> TakeWriterAsync(string jobId, string writer, CancellationToken cancellationToken = default) =>
        Write(ledger => ledger.TakeWriterAsync(jobId, writer, cancellationToken));

    public Task<ReopenOutcome> ReopenAsync(string jobId, string writer, CancellationToken cancellationToken = default) =>
        Write(ledger => ledger.ReopenAsync(jobId, writer, cancellationToken));

    public Task<AppendOutcome> AppendAsync(JobAppend append, CancellationToken cancellationToken = default) =>
        Write(ledger => ledger.AppendAsync(append, cancellationToken));

    public Task<JobHead?> FindAsync(string jobId, CancellationToken cancellationToken = default) => Read(ledger => ledger.FindAsync(jobId, cancellationToken));

    public Task<CachedAnswer?> FindAnswerAsync(string cacheKey, CancellationToken cancellationToken = default) =>
        Read(ledger => ledger.FindAnswerAsync(cacheKey, cancellationToken));

    public Task<JobHistory?> ReadHistoryAsync(string jobId, CancellationToken cancellationToken = default) =>
        Read(ledger => ledger.ReadHistoryAsync(jobId, cancellationToken));

    public Task<JobHistory?> ReadCondensedHistoryAsync(string jobId, CancellationToken cancellationToken = default) =>
        Read(ledger => ledger.ReadCondensedHistoryAsync(jobId, cancellationToken));

    public Task<IReadOnlyList<CommittedPartial>> ReadPartialsAsync(string jobId, long from, int max, CancellationToken cancellationToken = default) =>
        Read(ledger => ledger.ReadPartialsAsync(jobId, from, max, cancellationToken));

    public Task<CommittedPartial?> FindPartialAsync(string jobId, long item, CancellationToken cancellationToken = default) =>
        Read(ledger => ledger.FindPartialAsync(jobId, item, cancellationToken));

    public Task<IReadOnlyList<JobEntry>> ListAsync(CancellationToken cancellationToken = default) => Read(ledger => ledger.ListAsync(cancellationToken));

    public Task<IReadOnlyList<JobEntry>> ListAsync(JobQuery query, CancellationToken cancellationToken = default) =>
        Read(ledger => ledger.ListAsync(query, cancellationToken));

    public Task<IReadOnlyList<string>> ListUnfinishedAsync(CancellationToken cancellationToken = default) =>
        Read(ledger => ledger.ListUnfinishedAsync(cancellationToken));

    public Task<int> PurgeAsync(IReadOnlyCollection<string> jobIds, CancellationToken cancellationToken = default) =>
        Write(ledger => ledger.PurgeAsync(jobIds, cancellationToken));

    public Task<bool> RequestCancelAsync(string jobId, string reason, CancellationToken cancellationToken = default) =>
        Write(ledger => ledger.RequestCancelAsync(jobId, reason, cancellationToken));

    public Task<string?> ReadCancelRequestAsync(string jobId, CancellationToken cancellationToken = default) =>
        Read(ledger => ledger.ReadCancelRequestAsync(jobId, cancellationToken));

    public Task<IReadOnlyDictionary<string, string>> ReadCancelRequestsAsync(CancellationToken cancellationToken = default) =>
        Read(ledger => ledger.ReadCancelRequestsAsync(cancellationToken));

    private Task<T> Read<T>(Func<IJobLedger, Task<T>> call) => link.CallAsync(database => call(database.Ledger), isWrite: false);

    private Task<T> Write<T>(Func<IJobLedger, Task<T>> call) => link.CallAsync(database => call(database.Ledger), isWrite: true);
}
