using System.Diagnostics;
using System.Threading.Channels;
using ElasticGrains.Blocks;
using ElasticGrains.Compute;
using ElasticGrains.Diagnostics;
using ElasticGrains.Engine.Jobs;
using ElasticGrains.Engine.Shards;
using ElasticGrains.Jobs;
using ElasticGrains.Kernels;
using ElasticGrains.Runtime.Diagnostics;
using ElasticGrains.Scheduling;
using ElasticGrains.Shards;
using Microsoft.Extensions.Logging;
using Orleans.Concurrency;
using Orleans.Placement;

namespace ElasticGrains.Runtime.Shards;

/// <summary>Delivers events to the <see cref="ShardMachine"/> and carries out its effects; decides nothing.</summary>
[GrainType("eg.shard"), Reentrant, Immovable, LeasePlacement]
internal sealed class ShardGrain(
    KernelRegistry kernels,
    IComputeSlots slots,
    IKernelConsole console,
    IBlockStore blocks,
    InputCapture capture,
    PartialLimits limits,
    EventRecorder recorder,
    TimeProvider time,
    ILogger<ShardGrain> logger)
    : Grain, IShardGrain
{
    private static readonly TimeSpan TickPeriod = TimeSpan.FromMilliseconds(100);
    // A grant that does not come goes to another silo, and must not find its grain here.
    private static readonly TimeSpan PreparedFor = TimeSpan.FromSeconds(5);

    private readonly ShardMachine _machine = new();
    private readonly Channel<RunSignal> _signals = Channel.CreateUnbounded<RunSignal>(new UnboundedChannelOptions { SingleReader = true });
    private PrefixStore _store = null!;
    private MachineLog? _log;
    private IGrainTimer? _timer;
    private ShardGrant? _grant;
    private ShardRunner? _runner;
    private long _run;
    private long _seenSafePoints;

    private IJobGrain Job => GrainFactory.Job(_grant!.JobId);

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _log = recorder.Open(EventRecorder.Shard, this.GetPrimaryKeyString());
        _store = new PrefixStore(this.GetPrimaryKeyString(), blocks, Tell, time, logger);
        _ = PumpAsync();
        return Task.CompletedTask;
    }

    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        if (_runner is not null)
        {
            _runner.Halt();
        }
        else if (_grant is not null)
        {
            // A slot that was taken and is not used yet.
            slots.Free(_grant.Lease);
        }

        _signals.Writer.TryComplete();
        _log?.Dispose();
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
        return Tell(new ShardEvent.Granted(grant));
    }

    public Task StopAsync(long attempt, string reason) => Tell(new ShardEvent.StopAsked(attempt, reason));

    public Task SplitAsync(long attempt) => Tell(new ShardEvent.SplitAsked(attempt));

    public Task YieldAsync(long attempt) => Tell(new ShardEvent.YieldAsked(attempt));

    public Task AnswerCommitAsync(CommitAnswer answer) => Tell(new ShardEvent.CommitAnswered(answer));

    public Task AnswerReportAsync(ReportAnswer answer) => Tell(new ShardEvent.ReportAnswered(answer));

    public Task AnswerEndedAsync(long attempt) => Tell(new ShardEvent.EndAnswered(attempt));

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
        if (_runner is { } runner)
        {
            // Under a debugger a kernel may stand still at a breakpoint for as long as its author likes.
            if (runner.SafePoints != _seenSafePoints || runner.IsOutside || Debugger.IsAttached)
            {
                _seenSafePoints = runner.SafePoints;
                Tell(new ShardEvent.Progressed(_run, runner.Position));
            }
        }

        Tell(new ShardEvent.Tick());
        if (_machine.IsIdle)
        {
            _timer?.Dispose();
            _timer = null;
            DeactivateOnIdle();
        }

        return Task.CompletedTask;
    }

    private Task Tell(ShardEvent happened)
    {
        // An effect may answer at once with another event, and the machine reuses its list: take the effects out first.
        var now = time.GetUtcNow();
        var effects = _machine.Handle(happened, now).ToArray();
        _log?.Write(now, happened, effects, MachineStates.Of(_machine));
        foreach (var effect in effects)
        {
            CarryOut(effect);
        }

        if (_timer is null && _machine.IsIdle)
        {
            // Woken by a word to an attempt that is no more: it must not stay where the next one is not to run.
            DeactivateOnIdle();
        }

        return Task.CompletedTask;
    }

    private void CarryOut(ShardEffect effect)
    {
        switch (effect)
        {
            case ShardEffect.TakeSlot take:
                _grant = take.Grant;
                _run = take.Run;
                _runner = null;
                Tell(new ShardEvent.SlotAnswered(take.Run, slots.TryTake(take.Grant.Lease, take.Grant.JobId)));
                break;
            case ShardEffect.Compute compute:
                Compute(compute.Run, compute.Grant);
                break;
            case ShardEffect.Cut:
                _runner?.AskCut();
                break;
            case ShardEffect.TakeFinished:
                _runner?.TakeFinished();
                break;
            case ShardEffect.Settled:
                _runner?.Settled();
                break;
            case ShardEffect.Shrink shrink:
                Tell(new ShardEvent.Shrunk(shrink.Run, _runner?.Shrink(shrink.ToNext)));
                break;
            case ShardEffect.Halt halt when halt.Run == _run && _runner is not null:
                _runner.Halt();
                break;
            case ShardEffect.Halt halt:
                slots.Free(halt.Lease);
                break;
            case ShardEffect.RetireSlot retire:
                Log.SlotRetired(logger, retire.Lease.Slot, retire.Lease.Silo);
                slots.Retire(retire.Lease);
                _runner?.Halt();
                break;
            case ShardEffect.CaptureInput capture:
                CaptureAsync(capture).Forget(logger);
                break;
            case ShardEffect.SweepBlocks:
                // While the job runs nothing happens, and they are left to the sweep at its end.
                blocks.SweepAsync(_grant!.JobId).Forget(logger);
                break;
            case ShardEffect.SendCommit send:
                Job.CommitAsync(send.Commit).Forget(logger);
                break;
            case ShardEffect.SendReport send:
                Job.ReportAsync(send.Report).Forget(logger);
                break;
            case ShardEffect.SendEnded send:
                Job.EndedAsync(send.End).Forget(logger);
                break;
            case ShardEffect.SendSplitOffer send:
                Job.OfferSplitAsync(send.Offer).Forget(logger);
                break;
            default:
                throw new InvalidOperationException($"Effect {effect} has no executor.");
        }
    }

    private void Compute(long run, ShardGrant grant)
    {
        try
        {
            var kernel = kernels.Get(grant.Spec.Kernel, grant.Spec.KernelVersion).Bind(grant.Spec.Input);
            var runner = new ShardRunner(run, kernel, grant.Range, grant.Run, _signals.Writer, limits, time);
            _runner = runner;
            _seenSafePoints = 0;
            GridMeter.AttemptBegun();
            var activity = GridTrace.Start("shard attempt", grant.TraceParent, grant.JobId)
                ?.SetTag(Telemetry.ShardTag, grant.Shard).SetTag(Telemetry.AttemptTag, grant.Attempt);
            slots.Start(grant.Lease, () =>
            {
                using (activity)
                using (console.Keep(grant.JobId, () => (ShardAt(grant, runner.Item), _machine.AttemptOf(run) ?? grant.Attempt)))
                {
                    runner.Run();
                    if (grant.Lease.IsAlone)
                    {
                        // Nobody else is to come here before the job has recorded how it ended.
                        runner.AwaitHalt();
                    }
                }
            });
        }
        catch (KernelInputException error)
        {
            slots.Free(grant.Lease);
            _signals.Writer.TryWrite(new RunSignal.Failed(run, KernelFailures.Of(error, grant.Spec.Kernel, "when it was given its input")));
        }
    }

    private async Task CaptureAsync(ShardEffect.CaptureInput wanted) => await Tell(new ShardEvent.InputCaptured(wanted.Run, await capture.TakeAsync(wanted)));

    private static int ShardAt(ShardGrant grant, long item) => grant.Run is { } run ? EvenCut.PartAt(run.Items, run.Parts, item) : grant.Shard;

    /// <summary>Takes the signals of runs in order; a prefix is stored before anything behind it counts.</summary>
    private async Task PumpAsync()
    {
        await foreach (var signal in _signals.Reader.ReadAllAsync())
        {
            if (signal.Run != _run)
            {
                continue;
            }

            ShardEvent? happened = signal switch
            {
                RunSignal.Prefix prefix => await _store.StoreAsync(_grant!.JobId, prefix, _runner!),
                RunSignal.Completed completed => new ShardEvent.RunCompleted(completed.Run),
                RunSignal.Failed failed => new ShardEvent.RunFailed(failed.Run, failed.Failure) { In = failed.In },
                _ => throw new InvalidOperationException($"Signal {signal} has no event."),
            };
            if (happened is not null)
            {
                await Tell(happened);
            }
        }
    }
}
