using ElasticGrains.Blocks;
using ElasticGrains.Ledger;
using ElasticGrains.Scheduling;
using ElasticGrains.Shards;
using Orleans.Concurrency;

namespace ElasticGrains.Jobs;

/// <summary>A job as a virtual actor; its key is <c>job-</c> followed by the id (see <see cref="GrainKeys"/>).</summary>
[GrainInterfaceType("eg.job"), Alias("eg.job")]
public interface IJobGrain : IGrainWithStringKey
{
    /// <summary>Submits the job. Idempotent by id and spec.</summary>
    [Alias("submit")]
    Task<SubmitAnswer> SubmitAsync(JobSpec spec);

    /// <summary>Wakes the job after a restart: it replays its ledger and goes on.</summary>
    [Alias("wake")]
    Task WakeAsync();

    /// <summary>The silo of this grain leaves: done once the job is no more written from there. Whoever speaks to it next finds it elsewhere.</summary>
    [Alias("hand-over")]
    Task HandOverAsync();

    /// <summary>The job now; null when there is no such job.</summary>
    [Alias("status")]
    Task<JobStatus?> GetStatusAsync();

    /// <summary>
    /// <see cref="GetStatusAsync"/> for a reader of partials: for the next ten seconds the job tells of new ones by its stream. To a job
    /// that nobody reads a stream would be a cost without a use.
    /// </summary>
    [Alias("watch")]
    Task<JobStatus?> WatchAsync();

    /// <summary>The job at its end, or when <paramref name="atMost"/> (up to 5 s) has passed, whichever is first; null when there is no such job.</summary>
    [Alias("await")]
    Task<JobStatus?> AwaitEndAsync(TimeSpan atMost);

    /// <summary>Why the job stands where it stands; null when there is no such job.</summary>
    [Alias("why")]
    Task<JobWhy?> ExplainAsync();

    /// <summary>Ends the job as cancelled. Has no effect on a job that has ended.</summary>
    /// <returns>False when there is no such job.</returns>
    [Alias("cancel")]
    Task<bool> CancelAsync(string reason);

    /// <summary>Goes on with a job that failed or was cancelled; see <see cref="IJobLedger.ReopenAsync"/>.</summary>
    [Alias("reopen")]
    Task<ReopenOutcome> ReopenAsync();

    /// <summary>
    /// Partial results with numbers ≥ <paramref name="from"/>, in order, at most <paramref name="max"/> (1 to 1,000), and no more than fit
    /// into a message: at least one when there is one.
    /// </summary>
    [Alias("partials")]
    Task<IReadOnlyList<PartialView>> ReadPartialsAsync(long from, int max);

    /// <summary>
    /// The result of one item as JSON (UTF-8), for kernels with a result per item, from <paramref name="offset"/> on; null while it is not
    /// committed.
    /// </summary>
    [Alias("item-part")]
    Task<BytePart?> ReadItemAsync(long item, long offset);

    /// <summary>A block of this job, such as <see cref="JobOutcome.ResultBlock"/>, from <paramref name="offset"/> on.</summary>
    [Alias("block-part")]
    Task<BytePart> ReadBlockAsync(BlockHandle block, long offset);

    /// <summary>The receipt; null when there is no such job.</summary>
    [Alias("receipt")]
    Task<JobReceipt?> GetReceiptAsync();

    /// <summary>Has a running shard commit what it has computed, give up its slot, and go on on that silo, as soon as a slot there is free.</summary>
    /// <returns>Why not; null when it is asked to.</returns>
    [Alias("move-shard")]
    Task<string?> MoveShardAsync(int shard, string silo);

    /// <summary>Has a running shard give up about half of what is left of it; that waits for a slot as a shard of its own.</summary>
    /// <returns>Why not; null when it is asked to.</returns>
    [Alias("split-shard")]
    Task<string?> SplitShardAsync(int shard);

    /// <summary>From the resource manager: a slot for this job.</summary>
    [OneWay, Alias("slot")]
    Task OfferSlotAsync(SlotLease lease);

    /// <summary>From the resource manager: others wait for the express slot that this job has.</summary>
    [OneWay, Alias("recall-slot")]
    Task RecallSlotAsync(SlotLease lease);

    /// <summary>From the resource manager: no slot can be offered for the time being.</summary>
    [OneWay, Alias("no-slot")]
    Task RefuseSlotAsync(string reason);

    /// <summary>From a shard: a finished prefix. Answered by <see cref="IShardGrain.AnswerCommitAsync"/>.</summary>
    [OneWay, Alias("commit")]
    Task CommitAsync(ShardCommit commit);

    /// <summary>From a shard: a heartbeat. Answered by <see cref="IShardGrain.AnswerReportAsync"/>.</summary>
    [OneWay, Alias("report")]
    Task ReportAsync(ShardReport report);

    /// <summary>From a shard: an attempt is over. Answered by <see cref="IShardGrain.AnswerEndedAsync"/>.</summary>
    [OneWay, Alias("ended")]
    Task EndedAsync(ShardEnded ended);

    /// <summary>From a shard: the answer to <see cref="IShardGrain.SplitAsync"/> and <see cref="IShardGrain.YieldAsync"/>.</summary>
    [OneWay, Alias("split-offered")]
    Task OfferSplitAsync(SplitOffer offer);
}
