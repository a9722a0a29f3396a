using ElasticGrains.Engine.Ledger;
using ElasticGrains.Engine.Verification;
using ElasticGrains.Ledger;

namespace ElasticGrains.Testing.Ledger;

/// <summary>A ledger that lives as long as the object: for tests of what stands on a ledger.</summary>
/// <param name="time">The clock that stamps <see cref="LedgerEvent.WriterTaken"/>.</param>
/// <param name="rules">What an append must satisfy; all rules when null.</param>
public sealed class InMemoryJobLedger(TimeProvider time, LedgerRules? rules = null) : IJobLedger
{
    private readonly Lock _gate = new();
    private readonly LedgerModel _model = new(rules);

    /// <inheritdoc/>
    public Task<AcceptOutcome> AcceptAsync(LedgerEvent.Accepted job, CancellationToken cancellationToken = default) =>
        Locked(model => model.Accept(job), cancellationToken);

    /// <inheritdoc/>
    public Task<long> TakeWriterAsync(string jobId, string writer, CancellationToken cancellationToken = default) =>
        Locked(model => model.TakeWriter(jobId, writer, time.GetUtcNow()), cancellationToken);

    /// <inheritdoc/>
    public Task<ReopenOutcome> ReopenAsync(string jobId, string writer, CancellationToken cancellationToken = default) =>
        Locked(model => model.Reopen(jobId, writer, time.GetUtcNow()), cancellationToken);

    /// <inheritdoc/>
    public Task<AppendOutcome> AppendAsync(JobAppend append, CancellationToken cancellationToken = default) =>
        Locked(model => model.Append(append), cancellationToken);

    /// <inheritdoc/>
    public Task<JobHead?> FindAsync(string jobId, CancellationToken cancellationToken = default) =>
        Locked(model => model.Find(jobId), cancellationToken);

    /// <inheritdoc/>
    public Task<CachedAnswer?> FindAnswerAsync(string cacheKey, CancellationToken cancellationToken = default) =>
        Locked(model => model.FindAnswer(cacheKey), cancellationToken);

    /// <inheritdoc/>
    public Task<JobHistory?> ReadHistoryAsync(string jobId, CancellationToken cancellationToken = default) =>
        Locked(model => model.ReadHistory(jobId), cancellationToken);

    /// <inheritdoc/>
    public Task<JobHistory?> ReadCondensedHistoryAsync(string jobId, CancellationToken cancellationToken = default) =>
        Locked(model => model.ReadCondensedHistory(jobId), cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyList<CommittedPartial>> ReadPartialsAsync(string jobId, long from, int max, CancellationToken cancellationToken = default) =>
        Locked(model => model.ReadPartials(jobId, from, max), cancellationToken);

    /// <inheritdoc/>
    public Task<CommittedPartial?> FindPartialAsync(string jobId, long item, CancellationToken cancellationToken = default) =>
        Locked(model => model.FindPartial(jobId, item), cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyList<JobEntry>> ListAsync(CancellationToken cancellationToken = default) =>
        ListAsync(JobQuery.All, cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyList<JobEntry>> ListAsync(JobQuery query, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(query);
        return Locked(IReadOnlyList<JobEntry> (model) => [.. model.List().Where(query.Fits).Take(query.Max ?? int.MaxValue)], cancellationToken);
    }

    /// <inheritdoc/>
    public Task<AcceptOutcome> AcceptAsWriterAsync(
        LedgerEvent.Accepted job, LedgerEvent.WriterTaken writer, JobAppend? first = null, CancellationToken cancellationToken = default)
    {
        FirstAppend.Check(job, writer, first);
        return Locked(
            model =>
            {
                var outcome = model.Accept(job);
                if (outcome == AcceptOutcome.Accepted)
                {
                    model.TakeWriter(job.Spec.Id, writer.Writer, writer.At);
                    if (first is not null)
                    {
                        model.Append(first);
                    }
                }

                return outcome;
            },
            cancellationToken);
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<string>> ListUnfinishedAsync(CancellationToken cancellationToken = default) => Locked<IReadOnlyList<string>>(
        model => [.. model.List().Where(job => job.FinishedAt is null).Reverse().Select(job => job.Id)],
        cancellationToken);

    /// <inheritdoc/>
    public Task<int> PurgeAsync(IReadOnlyCollection<string> jobIds, CancellationToken cancellationToken = default) =>
        Locked(model => jobIds.Count(model.Purge), cancellationToken);

    /// <inheritdoc/>
    public Task<bool> RequestCancelAsync(string jobId, string reason, CancellationToken cancellationToken = default) =>
        Locked(model => model.RequestCancel(jobId, reason), cancellationToken);

    /// <inheritdoc/>
    public Task<string?> ReadCancelRequestAsync(string jobId, CancellationToken cancellationToken = default) =>
        Locked(model => model.ReadCancelRequest(jobId), cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyDictionary<string, string>> ReadCancelRequestsAsync(CancellationToken cancellationToken = default) =>
        Locked(model => model.ReadCancelRequests(), cancellationToken);

    /// <summary>See <see cref="LedgerModel.Dump"/>.</summary>
    internal LedgerDump? Dump(string jobId, IReadOnlyList<BlockRow> blocks)
    {
        lock (_gate)
        {
            return _model.Dump(jobId, blocks);
        }
    }

    // A failure is the task's, as with a ledger that answers from a disk.
    private Task<T> Locked<T>(Func<LedgerModel, T> call, CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested)
        {
            return Task.FromCanceled<T>(cancellationToken);
        }

        lock (_gate)
        {
            try
            {
                return Task.FromResult(call(_model));
            }
            catch (KeyNotFoundException error)
            {
                return Task.FromException<T>(error);
            }
        }
    }
}
