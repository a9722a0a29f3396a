using ElasticGrains.Elasticity;
using ElasticGrains.Engine.Elasticity;
using ElasticGrains.Engine.Scheduling;
using ElasticGrains.Jobs;
using ElasticGrains.Runtime.Diagnostics;
using ElasticGrains.Scheduling;
using Microsoft.Extensions.Logging;
using Orleans.Concurrency;
using Orleans.Placement;

namespace ElasticGrains.Runtime.Scheduling;

/// <summary>Delivers events to the <see cref="ResourceManagerMachine"/> and passes on what it wants; decides nothing.</summary>
[GrainType("eg.resource-manager"), Reentrant, KeepAlive, Immovable]
internal sealed class ResourceManagerGrain(EventRecorder recorder, ISiloLosses losses, TimeProvider time, ILogger<ResourceManagerGrain> logger)
    : Grain, IResourceManagerGrain, IDisposable
{
    private const string AllShut =
        "no silo takes on anything: each is cordoned, draining, or has lost its slots to kernel calls that never came back; see 'eg silo list', 'eg silo uncordon'";

    private const string OnlyRetired =
        "every slot is retired: a kernel call never came back, and a thread cannot be killed inside a process; restart the process";

    private static readonly TimeSpan TickPeriod = TimeSpan.FromSeconds(1);

    private readonly ResourceManagerMachine _machine = new();
    private readonly ScaleSignal _scale = new();
    private readonly Dictionary<string, SlotReport> _reports = new(StringComparer.Ordinal);
    private readonly CancellationTokenSource _ending = new();
    private MachineLog? _log;
    private int _lossesSeen;

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _log = recorder.Open(EventRecorder.Slots, "all");
        this.RegisterGrainTimer(_ => TickAsync(), new GrainTimerCreationOptions(TickPeriod, TickPeriod) { Interleave = true });
        TellLossesAsync(_ending.Token).Forget(logger);
        return Task.CompletedTask;
    }

    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        _log?.Dispose();
        return _ending.CancelAsync();
    }

    public void Dispose() => _ending.Dispose();

    public Task<IReadOnlyList<SlotOffer>> RequestAsync(IReadOnlyList<SlotRequest> requests, string near)
    {
        var answer = new List<SlotOffer>();
        foreach (var (jobId, wanted, priority) in requests)
        {
            Tell(new ResourceManagerEvent.Requested(jobId, wanted, near, priority), near, answer);
        }

        return Task.FromResult<IReadOnlyList<SlotOffer>>(answer);
    }

    public Task RequestSiloAsync(string jobId, bool wanted) => Tell(new ResourceManagerEvent.SiloRequested(jobId, wanted));

    public Task RequestSlotOnAsync(string jobId, string silo, bool wanted) => Tell(new ResourceManagerEvent.SlotOnRequested(jobId, silo, wanted));

    public Task ReturnAsync(SlotLease lease) => Tell(new ResourceManagerEvent.Returned(lease));

    public Task<IReadOnlyList<SlotOffer>> ReportAsync(SlotReport report)
    {
        _reports[report.Silo] = report;
        var answer = new List<SlotOffer>();
        Tell(new ResourceManagerEvent.Reported(report), report.Silo, answer);
        return Task.FromResult<IReadOnlyList<SlotOffer>>(answer);
    }

    public Task<IReadOnlyList<SlotReport>> GetSilosAsync() => Task.FromResult<IReadOnlyList<SlotReport>>(
        [.. _machine.Silos.Where(_reports.ContainsKey).Select(silo => _reports[silo])]);

    public Task<SlotWait> ExplainAsync(string jobId, int wanted, int priority) => Task.FromResult(_machine.Explain(jobId, wanted, priority));

    public Task<ScaleAdvice> GetScaleAsync(ScaleLimits limits) => Task.FromResult(_scale.Advise(_machine.Load, limits, time.GetUtcNow()));

    public Task<IReadOnlyList<string>> GetShutSilosAsync() => Task.FromResult(_machine.Shut);

    public async Task<SiloOrder> OrderSiloAsync(string silo, SiloIntake intake, bool force)
    {
        var status = _machine.IntakeOf(silo) switch
        {
            null => SiloOrderStatus.Unknown,
            SiloIntake.Draining => intake == SiloIntake.Draining ? SiloOrderStatus.Taken : SiloOrderStatus.IsDraining,
            _ when intake == SiloIntake.Draining && !force && !_machine.IsOpenBeside(silo) => SiloOrderStatus.IsLastOpen,
            _ => await PassOnAsync(silo, intake) ? SiloOrderStatus.Taken : SiloOrderStatus.Unknown,
        };
        return new SiloOrder(status, [.. _machine.Silos]);
    }

    private async Task<bool> PassOnAsync(string silo, SiloIntake intake)
    {
        await Tell(new ResourceManagerEvent.SiloOrdered(silo, intake));
        RequestContext.Set(LeasePlacement.SiloKey, silo);
        try
        {
            return await GrainFactory.GetGrain<ISiloGrain>(GrainKeys.OfSilo(silo)).OrderAsync(intake);
        }
        finally
        {
            RequestContext.Remove(LeasePlacement.SiloKey);
        }
    }

    private async Task TellLossesAsync(CancellationToken ending)
    {
        while (!ending.IsCancellationRequested)
        {
            foreach (var (silo, _) in losses.Since(ref _lossesSeen))
            {
                _reports.Remove(silo);
                await Tell(new ResourceManagerEvent.SiloLost(silo));
            }

            // Goes on in a turn of this grain.
            await losses.MoreThanAsync(_lossesSeen, ending).ConfigureAwait(ConfigureAwaitOptions.ContinueOnCapturedContext | ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task TickAsync()
    {
        await Tell(new ResourceManagerEvent.Tick());
        _scale.Observe(_machine.Load, time.GetUtcNow());
        foreach (var jobId in _machine.Starving)
        {
            Job(jobId).RefuseSlotAsync(_machine.Shut.Count > 0 ? AllShut : OnlyRetired).Forget(logger);
        }
    }

    /// <summary>Offers to jobs near the calling silo go into the answer: that way needs no look into the directory of grains.</summary>
    private void Tell(ResourceManagerEvent happened, string caller, List<SlotOffer> answer)
    {
        foreach (var effect in Handle(happened))
        {
            if (effect is ResourceManagerEffect.Offer offer && offer.Near == caller)
            {
                answer.Add(new SlotOffer(offer.JobId, offer.Lease));
            }
            else
            {
                Execute(effect).Forget(logger);
            }
        }
    }

    private Task Tell(ResourceManagerEvent happened)
    {
        foreach (var effect in Handle(happened))
        {
            Execute(effect).Forget(logger);
        }

        return Task.CompletedTask;
    }

    private IReadOnlyList<ResourceManagerEffect> Handle(ResourceManagerEvent happened)
    {
        var now = time.GetUtcNow();
        var effects = _machine.Handle(happened, now);
        _log?.Write(now, happened, effects, MachineStates.Of(_machine));
        return effects;
    }

    private Task Execute(ResourceManagerEffect effect) => effect switch
    {
        ResourceManagerEffect.Offer offer => Job(offer.JobId).OfferSlotAsync(offer.Lease),
        ResourceManagerEffect.Recall recall => Job(recall.JobId).RecallSlotAsync(recall.Lease),
        _ => throw new InvalidOperationException($"Effect {effect} is unknown."),
    };

    private IJobGrain Job(string jobId) => GrainFactory.Job(jobId);
}
