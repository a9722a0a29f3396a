using ElasticGrains.Ledger;

namespace ElasticGrains.Runtime.Tests.Support;

/// <summary>A ledger that takes no appends while it has trouble.</summary>
public sealed class FailingLedger(IJobLedger inner) : IJobLedger
{
    private volatile string? _trouble;

    /// <summary>Why appends fail at present; null when they do not.</summary>
    public string? Trouble
    {
        get => _trouble;
        set => _trouble = value;
    }

    /// <summary>True to apply appends although they are said to have failed.</summary>
    public bool LosesAnswers { get; set; }

    /// <summary>Why answers of earlier jobs cannot be looked for; null when they can.</summary>
    public string? FindTrouble { get; set; }

    /// <summary>How often one was looked for.</summary>
    public int Lookups { get; private set; }

    public async Task<AppendOutcome> AppendAsync(JobAppend append, CancellationToken cancellationToken = default)
    {
        if (Trouble is { } trouble)
        {
            if (LosesAnswers)
            {
                await inner.AppendAsync(append, cancellationToken);
            }

            throw new LedgerUnavailableException(trouble);
        }

        return await inner.AppendAsync(append, cancellationToken);
    }

    public Task<AcceptOutcome> AcceptAsync(LedgerEvent.Accepted job, CancellationToken cancellationToken = default) => inner.AcceptAsync(job, cancellationToken);

    public Task<long> TakeWriterAsync(string jobId, string writer, CancellationToken cancellationToken = default) =>
        inner.TakeWriterAsync(jobId, writer, cancellationToken);

    public Task<ReopenOutcome> ReopenAsync(string jobId, string writer, CancellationToken cancellationToken = default) =>
        inner.ReopenAsync(jobId, writer, cancellationToken);

    public Task<int> PurgeAsync(IReadOnlyCollection<string> jobIds, CancellationToken cancellationToken = default) => inner.PurgeAsync(jobIds, cancellationToken);

    public Task<IReadOnlyDictionary<string, string>> ReadCancelRequestsAsync(CancellationToken cancellationToken = default) =>
        inner.ReadCancelRequestsAsync(cancellationToken);

    public Task<JobHead?> FindAsync(string jobId, CancellationToken cancellationToken = default) => inner.FindAsync(jobId, cancellationToken);

    public Task<CachedAnswer?> FindAnswerAsync(string cacheKey, CancellationToken cancellationToken = default)
    {
        Lookups++;
        return FindTrouble is { } trouble ? Task.FromException<CachedAnswer?>(new LedgerUnavailableException(trouble)) : inner.FindAnswerAsync(cacheKey, cancellationToken);
    }

    public Task<JobHistory?> ReadHistoryAsync(string jobId, CancellationToken cancellationToken = default) => inner.ReadHistoryAsync(jobId, cancellationToken);

    public Task<JobHistory?> ReadCondensedHistoryAsync(string jobId, CancellationToken cancellationToken = default) =>
        inner.ReadCondensedHistoryAsync(jobId, cancellationToken);

    public Task<IReadOnlyList<CommittedPartial>> ReadPartialsAsync(string jobId, long from, int max, CancellationToken cancellationToken = default) =>
        inner.ReadPartialsAsync(jobId, from, max, cancellationToken);

    public Task<CommittedPartial?> FindPartialAsync(string jobId, long item, CancellationToken cancellationToken = default) =>
        inner.FindPartialAsync(jobId, item, cancellationToken);

    public Task<IReadOnlyList<JobEntry>> ListAsync(CancellationToken cancellationToken = default) => inner.ListAsync(cancellationToken);

    public Task<IReadOnlyList<JobEntry>> ListAsync(JobQuery query, CancellationToken cancellationToken = default) => inner.ListAsync(query, cancellationToken);

    public Task<AcceptOutcome> AcceptAsWriterAsync(
        LedgerEvent.Accepted job, LedgerEvent.WriterTaken writer, JobAppend? first = null, CancellationToken cancellationToken = default) =>
        inner.AcceptAsWriterAsync(job, writer, first, cancellationToken);

    public Task<IReadOnlyList<string>> ListUnfinishedAsync(CancellationToken cancellationToken = default) => inner.ListUnfinishedAsync(cancellationToken);

    public Task<bool> RequestCancelAsync(string jobId, string reason, CancellationToken cancellationToken = default) =>
        inner.RequestCancelAsync(jobId, reason, cancellationToken);

    public Task<string?> ReadCancelRequestAsync(string jobId, CancellationToken cancellationToken = default) =>
        inner.ReadCancelRequestAsync(jobId, cancellationToken);
}
