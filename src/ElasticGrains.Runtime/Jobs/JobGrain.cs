using ElasticGrains.Blocks;
using ElasticGrains.Engine.Jobs;
using ElasticGrains.Engine.Verification;
using ElasticGrains.Jobs;
using ElasticGrains.Ledger;
using ElasticGrains.Runtime.Diagnostics;
using ElasticGrains.Scheduling;
using ElasticGrains.Shards;
using Microsoft.Extensions.Logging;
using Orleans.Concurrency;
using Orleans.Placement;

namespace ElasticGrains.Runtime.Jobs;

/// <summary>Delivers events to the <see cref="JobMachine"/> and carries out its effects; decides nothing.</summary>
[GrainType("eg.job"), Reentrant, Immovable, JobPlacement]
internal sealed partial class JobGrain(JobServices services, JobReader reader, ILogger<JobGrain> logger) : Grain, IJobGrain
{
    // A reader asks again at least once a second.
    private static readonly TimeSpan WatchTime = TimeSpan.FromSeconds(10);

    // Half the time after which a silo gives a call up; clients that give up sooner ask for less.
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(5);

    private Task? _waking;
    private Acceptance? _acceptance;
    private JobTicks? _ticks;
    private RunningJob? _job;
    private int _lossesSeen;
    private DateTimeOffset _watchedUntil;
    private long _begunAt;
    private bool _hasLeft;
    private bool _isHandedOver;

    private IResourceManagerGrain Manager => GrainFactory.ResourceManager();

    private Acceptance Accepting => _acceptance ??= new Acceptance(services, JobId, RequestSlotsAsync, Messages, logger);

    private string JobId => GrainKeys.JobOf(this.GetPrimaryKeyString());

    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        // An answer may still come to it.
        _hasLeft = true;
        _job?.Deactivate();
        _ticks?.Stop();
        WakeElsewhere();
        return Task.CompletedTask;
    }

    public async Task WakeAsync()
    {
        _isHandedOver |= RequestContext.Get(JobPlacement.HandedOverKey) is true;
        await Accepting.EarlierAsync();
        var waking = _waking ??= LoadAsync();
        try
        {
            await waking;
        }
        finally
        {
            // A job that was not there, or could not be read, may be there at the next call.
            _waking = _job is null && _waking == waking ? null : _waking;
        }
    }

    public async Task<JobStatus?> GetStatusAsync()
    {
        if (_job is null || (services.IsShared && _job.IsStoodDown))
        {
            WakeIfShared();
            return await reader.StatusAsync(JobId);
        }

        _ = _job.RefreshPreviewAsync();
        return _job.Status();
    }

    public Task<JobStatus?> WatchAsync()
    {
        _watchedUntil = services.Time.GetUtcNow() + WatchTime;
        _job?.WatchUntil(_watchedUntil);
        return GetStatusAsync();
    }

    public async Task<JobStatus?> AwaitEndAsync(TimeSpan atMost)
    {
        if (_job is null && await GetStatusAsync() is var status && (status is null || status.Phase.IsFinal()))
        {
            return status;
        }

        var time = Task.Delay(atMost < LongestWait ? atMost : LongestWait, services.Time);
        await (_job is { } job ? Task.WhenAny(job.Ended, time) : time);
        return await GetStatusAsync();
    }

    public async Task<bool> CancelAsync(string reason)
    {
        // In the ledger first: the silo may die, or the job belong to another writer, before its end is.
        if (await services.Ledger.RequestCancelAsync(JobId, reason))
        {
            _job?.Tell(new JobEvent.CancelRequested(reason));
            return true;
        }

        return await reader.StatusAsync(JobId) is not null;
    }

    public async Task<ReopenOutcome> ReopenAsync()
    {
        await ForgetEndedAsync();
        var outcome = await services.Ledger.ReopenAsync(JobId, services.Environment.Writer);
        if (outcome is ReopenOutcome.Reopened or ReopenOutcome.NotEnded)
        {
            // Whoever opened it before may have died before it woke it; and somebody may have looked at its end meanwhile.
            await ForgetEndedAsync();
            await WakeAsync();
        }

        return outcome;
    }

    public Task<IReadOnlyList<PartialView>> ReadPartialsAsync(long from, int max) => reader.PartialsAsync(JobId, from, max);

    public Task<BytePart?> ReadItemAsync(long item, long offset) => reader.ItemAsync(JobId, item, offset);

    public Task<BytePart> ReadBlockAsync(BlockHandle block, long offset) => reader.BlockAsync(JobId, block, offset);

    public async Task<JobReceipt?> GetReceiptAsync() =>
        await services.Ledger.ReadCondensedHistoryAsync(JobId) is { } history ? ReceiptBuilder.Build(history) : null;

    public async Task OfferSlotAsync(SlotLease lease)
    {
        if (Accepting.TryOffer(lease))
        {
            return;
        }

        await Accepting.EarlierAsync();
        if (_job is { IsEnded: false } job && !_hasLeft)
        {
            job.Tell(new JobEvent.SlotOffered(lease));
            _ticks?.Follow(job, services.Open.Count);
        }
        else
        {
            Manager.ReturnAsync(lease).Forget(logger);
        }
    }

    private async Task RequestSlotsAsync(int wanted, int priority)
    {
        foreach (var lease in await services.Requests.AskAsync(new SlotRequest(JobId, wanted, priority)))
        {
            if (_hasLeft)
            {
                Manager.ReturnAsync(lease).Forget(logger);
            }
            else
            {
                OfferSlotAsync(lease).Forget(logger);
            }
        }
    }

    public Task RecallSlotAsync(SlotLease lease)
    {
        // A job that is not awake runs nothing that could be given up.
        _job?.Tell(new JobEvent.SlotRecalled(lease));
        return Task.CompletedTask;
    }

    public Task RefuseSlotAsync(string reason) => Tell(new JobEvent.SlotRefused(reason));

    public Task CommitAsync(ShardCommit commit) => Tell(new JobEvent.CommitOffered(commit));

    public Task ReportAsync(ShardReport report) => Tell(new JobEvent.Reported(report));

    public Task EndedAsync(ShardEnded ended) => Tell(new JobEvent.Ended(ended));

    public Task OfferSplitAsync(SplitOffer offer) => Tell(new JobEvent.SplitOffered(offer));

    /// <summary>The ledger may know more of a job that has ended than this grain does.</summary>
    private async Task ForgetEndedAsync()
    {
        if (_waking is { } waking)
        {
            await waking.ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Current);
        }

        if (_job is null or { IsEnded: true, IsStoodDown: false })
        {
            _ticks?.Stop();
            (_job, _waking) = (null, null);
        }
    }

    private async Task LoadAsync()
    {
        var gone = services.Losses.Since(ref _lossesSeen);
        if (await RunningJob.LoadAsync(services, JobId, Messages(), logger) is { } job && Begin(job))
        {
            job.Tell(new JobEvent.Activated(services.Slots.Usable) { Here = services.Environment.Silo, Gone = gone, IsHandedOver = _isHandedOver });
            job.EndWhenOversized();
        }
    }

    private JobMessages Messages() => new(
        GrainFactory,
        this.GetStreamProvider(PartialHint.StreamProvider),
        new ShardRoutes(GrainFactory, JobId, services.InnerShards, services.Addresses, logger),
        JobId,
        RequestSlotsAsync,
        logger);

    /// <summary>False where this activation has left meanwhile: nobody waits for some of the calls that load a job.</summary>
    private bool Begin(RunningJob job)
    {
        _ticks?.Stop();
        _job = job;
        if (_hasLeft)
        {
            job.Deactivate();
            return false;
        }

        _begunAt = services.Time.GetTimestamp();
        job.WatchUntil(_watchedUntil);
        _ticks = new JobTicks(services.Pulse, JobId, TickAsync, OfferSlotAsync, job, services.Open.Count, logger);
        return true;
    }

    private void WakeIfShared()
    {
        if (services.IsShared && _job is null)
        {
            WakeAsync().Forget(logger);
        }
    }

    /// <summary>Messages to a job that was not woken are lost; their senders repeat them.</summary>
    private Task Tell(JobEvent happened)
    {
        WakeIfShared();
        _job?.Tell(happened);
        return Task.CompletedTask;
    }
}
