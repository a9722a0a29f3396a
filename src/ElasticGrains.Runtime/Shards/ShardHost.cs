using System.Diagnostics;
using System.Threading.Channels;
using ElasticGrains.Engine.Shards;
using ElasticGrains.Kernels;
using ElasticGrains.Ledger;
using ElasticGrains.Runtime.Diagnostics;
using ElasticGrains.Scheduling;
using ElasticGrains.Shards;
using Microsoft.Extensions.Logging;

namespace ElasticGrains.Runtime.Shards;

/// <summary>
/// Delivers events to the <see cref="ShardMachine"/> and carries out its effects; decides nothing. Lives in the turns of the activation in
/// which it was made: that of the shard's grain, or of its job.
/// </summary>
internal sealed class ShardHost : IInnerShard, ISiloShard
{
    private readonly ShardServices _services;
    private readonly IShardListener _job;
    private readonly ILogger _logger;
    private readonly ShardMachine _machine = new();
    private readonly Queue<ShardEvent> _told = [];
    private readonly Channel<RunSignal> _signals = Channel.CreateUnbounded<RunSignal>(new UnboundedChannelOptions { SingleReader = true });
    private readonly PrefixStore _store;
    private readonly MachineLog? _log;
    private readonly TaskScheduler _turns = TaskScheduler.Current;
    private ShardGrant? _grant;
    private SlotLease? _unused;
    private ShardRunner? _runner;
    private long _run;
    private long _seenSafePoints;
    private bool _isTelling;
    private bool _isBusy;

    /// <summary>Makes an idle shard.</summary>
    /// <param name="services">Its silo.</param>
    /// <param name="key">The key of its grain, by which logs name it.</param>
    /// <param name="job">Hears of what it does.</param>
    /// <param name="logger">The log.</param>
    public ShardHost(ShardServices services, string key, IShardListener job, ILogger logger)
    {
        _services = services;
        _job = job;
        _logger = logger;
        _log = services.Recorder.Open(EventRecorder.Shard, key);
        _store = new PrefixStore(key, services.Blocks, TellAsync, services.Time, logger);
        _ = PumpAsync();
    }

    /// <summary>The job of the last grant; null before the first.</summary>
    public string? JobId => _grant?.JobId;

    /// <summary>True when nothing runs and nothing is to be repeated.</summary>
    public bool IsIdle => _machine.IsIdle;

    public bool Runs(long attempt) => _machine.Runs(attempt);

    public void Start(ShardGrant grant) => Tell(new ShardEvent.Granted(grant));

    public void Stop(long attempt, string reason) => Tell(new ShardEvent.StopAsked(attempt, reason));

    public void Split(long attempt) => Tell(new ShardEvent.SplitAsked(attempt));

    public void Yield(long attempt) => Tell(new ShardEvent.YieldAsked(attempt));

    public void Release(long attempt, MoveCause cause) => Tell(new ShardEvent.ReleaseAsked(attempt, cause));

    void ISiloShard.Release(MoveCause cause) => InTurn(() => Release(attempt: 0, cause));

    void ISiloShard.Abandon() => InTurn(() => Tell(new ShardEvent.Abandoned(_runner?.Begun ?? 0)));

    public void Answer(CommitAnswer answer) => Tell(new ShardEvent.CommitAnswered(answer));

    public void Answer(ReportAnswer answer) => Tell(new ShardEvent.ReportAnswered(answer));

    public void AnswerEnded(long attempt) => Tell(new ShardEvent.EndAnswered(attempt));

    public void Tick()
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
    }

    public void Close()
    {
        if (_runner is not null)
        {
            _runner.Halt();
        }
        else if (_unused is { } lease)
        {
            FreeUnused(lease);
        }

        _services.Work.Leave(this);
        _signals.Writer.TryComplete();
        _log?.Dispose();
    }

    private void InTurn(Action act) => Task.Factory.StartNew(act, CancellationToken.None, TaskCreationOptions.None, _turns).Forget(_logger);

    private Task TellAsync(ShardEvent happened)
    {
        Tell(happened);
        return Task.CompletedTask;
    }

    /// <summary>An effect may answer at once with another event: that waits until the effects before it are carried out.</summary>
    private void Tell(ShardEvent happened)
    {
        _told.Enqueue(happened);
        if (_isTelling)
        {
            return;
        }

        _isTelling = true;
        try
        {
            while (_told.TryDequeue(out var next))
            {
                var now = _services.Time.GetUtcNow();
                var effects = _machine.Handle(next, now);
                _log?.Write(now, next, effects, MachineStates.Of(_machine));
                foreach (var effect in effects)
                {
                    CarryOut(effect);
                }
            }
        }
        finally
        {
            _isTelling = false;
        }

        NoteWork();
    }

    private void NoteWork()
    {
        if (_isBusy == _machine.IsIdle)
        {
            _isBusy = !_isBusy;
            if (_isBusy)
            {
                _services.Work.Enter(this);
            }
            else
            {
                _services.Work.Leave(this);
            }
        }
    }

    private void CarryOut(ShardEffect effect)
    {
        switch (effect)
        {
            case ShardEffect.TakeSlot take:
                _grant = take.Grant;
                _run = take.Run;
                _runner = null;
                var taken = _services.Slots.TryTake(take.Grant);
                _unused = taken ? take.Grant.Lease : null;
                Tell(new ShardEvent.SlotAnswered(take.Run, taken) { MayHaveBegun = !taken && _services.Slots.MayHaveBegun(take.Grant) });
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
            case ShardEffect.Release:
                _runner?.Release();
                break;
            case ShardEffect.Halt halt when halt.Run == _run && _runner is not null:
                _runner.Halt();
                break;
            case ShardEffect.Halt halt:
                FreeUnused(halt.Lease);
                break;
            case ShardEffect.RetireSlot retire:
                Log.SlotRetired(_logger, retire.Lease.Slot, retire.Lease.Silo);
                _services.Slots.Retire(retire.Lease);
                _runner?.Halt();
                break;
            case ShardEffect.CaptureInput capture:
                CaptureAsync(capture).Forget(_logger);
                break;
            case ShardEffect.SweepBlocks:
                // While the job runs nothing happens, and they are left to the sweep at its end.
                _services.Blocks.SweepAsync(_grant!.JobId).Forget(_logger);
                break;
            case ShardEffect.SendCommit send:
                _job.Offer(send.Commit);
                break;
            case ShardEffect.SendReport send:
                _job.Report(send.Report);
                break;
            case ShardEffect.SendEnded send:
                _job.End(send.End);
                break;
            case ShardEffect.SendSplitOffer send:
                _job.OfferSplit(send.Offer);
                break;
            default:
                throw new InvalidOperationException($"Effect {effect} has no executor.");
        }
    }

    private void Compute(long run, ShardGrant grant)
    {
        try
        {
            var kernel = _services.Kernels.Get(grant.Spec.Kernel, grant.Spec.KernelVersion).Bind(grant.Spec.Input);
            var runner = new ShardRunner(run, kernel, grant.Range, grant.Run, _signals.Writer, _services.Limits, _services.Time);
            _unused = null;
            _runner = runner;
            _seenSafePoints = 0;
            GridMeter.AttemptBegun();
            new RunThread(_services, runner, kernel, grant, run, () => _machine.AttemptOf(run), _signals.Writer).BeginAsync().Forget(_logger);
        }
        catch (KernelInputException error)
        {
            FreeUnused(grant.Lease);
            _signals.Writer.TryWrite(new RunSignal.Failed(run, KernelFailures.Of(error, grant.Spec.Kernel, "when it was given its input")));
        }
    }

    // Once: by then the same lease may be another's, for a resource manager that comes to life may give one twice.
    private void FreeUnused(SlotLease lease)
    {
        _unused = null;
        _services.Slots.Free(lease);
    }

    private async Task CaptureAsync(ShardEffect.CaptureInput wanted) => Tell(new ShardEvent.InputCaptured(wanted.Run, await _services.Capture.TakeAsync(wanted)));

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
                Tell(happened);
            }
        }
    }
}
