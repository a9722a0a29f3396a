using ElasticGrains.Engine.Ledger;
using ElasticGrains.Engine.Verification;
using ElasticGrains.Ledger;

namespace ElasticGrains.Testing.Ledger;

/// <summary>
/// What a ledger means, without a disk: the semantics of <see cref="IJobLedger"/> as plain calls. Deterministic, no clock, no task;
/// not safe for concurrent use (see <see cref="InMemoryJobLedger"/>). An append costs time in proportion to its own events.
/// </summary>
/// <param name="rules">What an append must satisfy; all rules when null.</param>
public sealed class LedgerModel(LedgerRules? rules = null)
{
    private readonly LedgerRules _rules = rules ?? LedgerRules.Strict;
    private readonly Dictionary<string, JobModel> _jobs = new(StringComparer.Ordinal);

    /// <summary>See <see cref="IJobLedger.AcceptAsync"/>.</summary>
    public AcceptOutcome Accept(LedgerEvent.Accepted job)
    {
        ArgumentNullException.ThrowIfNull(job);
        if (_jobs.TryGetValue(job.Spec.Id, out var known))
        {
            return known.Job.SpecHash == job.SpecHash ? AcceptOutcome.Exists : AcceptOutcome.Conflict;
        }

        _jobs.Add(job.Spec.Id, new JobModel(job));
        return AcceptOutcome.Accepted;
    }

    /// <summary>
    /// See <see cref="IJobLedger.TakeWriterAsync"/>. A job that has ended keeps its last writer: its epoch is returned, nothing is written.
    /// </summary>
    public long TakeWriter(string jobId, string writer, DateTimeOffset at) =>
        (Model(jobId) ?? throw new KeyNotFoundException($"There is no job '{jobId}'.")).TakeWriter(writer, at);

    /// <summary>See <see cref="IJobLedger.ReopenAsync"/>.</summary>
    public ReopenOutcome Reopen(string jobId, string writer, DateTimeOffset at) => Model(jobId)?.Reopen(writer, at) ?? ReopenOutcome.NoSuchJob;

    /// <summary>See <see cref="IJobLedger.AppendAsync"/>. An append to a job that does not exist is rejected.</summary>
    public AppendOutcome Append(JobAppend append)
    {
        ArgumentNullException.ThrowIfNull(append);
        return Model(append.JobId)?.Append(_rules, append) ?? new AppendOutcome(AppendStatus.Rejected, 0, $"There is no job '{append.JobId}'.");
    }

    /// <summary>See <see cref="IJobLedger.FindAsync"/>.</summary>
    public JobHead? Find(string jobId) => Model(jobId)?.ToHead();

    /// <summary>See <see cref="IJobLedger.FindAnswerAsync"/>.</summary>
    public CachedAnswer? FindAnswer(string cacheKey) =>
        _jobs.Values.Where(job => job.Job.CacheKey == cacheKey).Select(job => job.FindAnswer()).OfType<CachedAnswer>().OrderBy(answer => answer.End.At).LastOrDefault();

    /// <summary>See <see cref="IJobLedger.ReadHistoryAsync"/>.</summary>
    public JobHistory? ReadHistory(string jobId) => Model(jobId)?.ReadHistory();

    /// <summary>See <see cref="IJobLedger.ReadCondensedHistoryAsync"/>.</summary>
    public JobHistory? ReadCondensedHistory(string jobId) => Model(jobId)?.ReadCondensedHistory();

    /// <summary>See <see cref="IJobLedger.ReadPartialsAsync"/>.</summary>
    public IReadOnlyList<CommittedPartial> ReadPartials(string jobId, long from, int max) => Model(jobId)?.ReadPartials(from, max) ?? [];

    /// <summary>What a store would hold of the job, for <see cref="LedgerVerifier"/>; null when there is no such job.</summary>
    /// <param name="jobId">The job.</param>
    /// <param name="blocks">Its blocks; none when null.</param>
    public LedgerDump? Dump(string jobId, IReadOnlyList<BlockRow>? blocks = null) => Model(jobId)?.Dump(blocks ?? []);

    /// <summary>See <see cref="IJobLedger.FindPartialAsync"/>.</summary>
    public CommittedPartial? FindPartial(string jobId, long item) => Model(jobId)?.FindPartial(item);

    /// <summary>See <see cref="IJobLedger.ListAsync(CancellationToken)"/>.</summary>
    public IReadOnlyList<JobEntry> List() =>
        [.. _jobs.Values.Reverse().OrderByDescending(job => job.Job.At).Select(job => job.ToEntry())];

    /// <summary>See <see cref="IJobLedger.RequestCancelAsync"/>. The first reason stays.</summary>
    public bool RequestCancel(string jobId, string reason) => Model(jobId)?.RequestCancel(reason) ?? false;

    /// <summary>See <see cref="IJobLedger.ReadCancelRequestAsync"/>; null again once the job has ended.</summary>
    public string? ReadCancelRequest(string jobId) => Model(jobId)?.CancelRequest;

    /// <summary>See <see cref="IJobLedger.ReadCancelRequestsAsync"/>.</summary>
    public IReadOnlyDictionary<string, string> ReadCancelRequests() =>
        _jobs.Where(job => job.Value.CancelRequest is not null).ToDictionary(job => job.Key, job => job.Value.CancelRequest!, StringComparer.Ordinal);

    /// <summary>See <see cref="IJobLedger.PurgeAsync"/>; false when the job has not ended or is not there.</summary>
    public bool Purge(string jobId) => Model(jobId) is { HasEnded: true } && _jobs.Remove(jobId);

    private JobModel? Model(string jobId) => _jobs.GetValueOrDefault(jobId);
}
