using ElasticGrains.Jobs;
using ElasticGrains.Ledger;
using ElasticGrains.Runtime.Diagnostics;
using ElasticGrains.Scheduling;
using ElasticGrains.Shards;
using Microsoft.Extensions.Logging;
using Orleans.Concurrency;
using Orleans.Placement;

namespace ElasticGrains.Runtime.Shards;

/// <summary>A shard as a virtual actor: gives a <see cref="ShardHost"/> its messages and its ticks.</summary>
[GrainType("eg.shard"), Reentrant, Immovable, LeasePlacement]
internal sealed class ShardGrain(ShardServices services, ILogger<ShardHost> logger) : Grain, IShardGrain, IShardListener
{
    private static readonly TimeSpan TickPeriod = TimeSpan.FromMilliseconds(250);
    // A grant that does not come goes to another silo, and must not find its grain here.
    private static readonly TimeSpan PreparedFor = TimeSpan.FromSeconds(5);

    private ShardHost _host = null!;
    private IGrainTimer? _timer;
    private IJobGrain? _job;

    private IJobGrain Job => _job ??= GrainFactory.Job(_host.JobId!);

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _host = new ShardHost(services, this.GetPrimaryKeyString(), this, logger);
        return Task.CompletedTask;
    }

    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        _host.Close();
        return Task.CompletedTask;
    }

    public Task PrepareAsync()
    {
        TickFrom(PreparedFor);
        return Task.CompletedTask;
    }

    public Task StartAsync(ShardGrant grant)
    {
        TickFrom(TickPeriod);
        _host.Start(grant);
        return Task.CompletedTask;
    }

    public Task StopAsync(long attempt, string reason) => Told(() => _host.Stop(attempt, reason));

    public Task SplitAsync(long attempt) => Told(() => _host.Split(attempt));

    public Task YieldAsync(long attempt) => Told(() => _host.Yield(attempt));

    public Task ReleaseAsync(long attempt, MoveCause cause) => Told(() => _host.Release(attempt, cause));

    public Task AnswerCommitAsync(CommitAnswer answer) => Told(() => _host.Answer(answer));

    public Task AnswerReportAsync(ReportAnswer answer) => Told(() => _host.Answer(answer));

    public Task AnswerEndedAsync(long attempt) => Told(() => _host.AnswerEnded(attempt));

    void IShardListener.Offer(ShardCommit commit) => Job.CommitAsync(commit).Forget(logger);

    void IShardListener.Report(ShardReport report) => Job.ReportAsync(report).Forget(logger);

    void IShardListener.End(ShardEnded ended) => Job.EndedAsync(ended).Forget(logger);

    void IShardListener.OfferSplit(SplitOffer offer) => Job.OfferSplitAsync(offer).Forget(logger);

    private Task Told(Action tell)
    {
        var wasBusy = !_host.IsIdle;
        tell();
        if (_host.IsIdle && (wasBusy || _timer is null))
        {
            // Its attempt is over, or was before the word came: it must not stay where the next one is not to run.
            _timer?.Dispose();
            _timer = null;
            DeactivateOnIdle();
        }

        return Task.CompletedTask;
    }

    private void TickFrom(TimeSpan due)
    {
        if (_timer is null)
        {
            _timer = this.RegisterGrainTimer(TickAsync, new GrainTimerCreationOptions(due, TickPeriod) { Interleave = true, KeepAlive = true });
        }
        else if (due == TickPeriod)
        {
            _timer.Change(TickPeriod, TickPeriod);
        }
    }

    private Task TickAsync(CancellationToken cancellationToken)
    {
        _host.Tick();
        if (_host.IsIdle)
        {
            _timer?.Dispose();
            _timer = null;
            DeactivateOnIdle();
        }

        return Task.CompletedTask;
    }
}
