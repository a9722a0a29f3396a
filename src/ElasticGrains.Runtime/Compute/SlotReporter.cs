using System.Diagnostics;
using System.Threading.Channels;
using ElasticGrains.Jobs;
using ElasticGrains.Runtime.Diagnostics;
using ElasticGrains.Scheduling;
using Microsoft.Extensions.Logging;

namespace ElasticGrains.Runtime.Compute;

/// <summary>
/// Tells the resource manager of this silo's slots: at every change, and every second in case a report was lost. Hears from it every second
/// which silos take on nothing.
/// </summary>
internal sealed class SlotReporter(
    ComputeSlots slots, ISiloWork work, ISiloJobs jobs, IShutSilos shut, ILocalSiloDetails silo, IGrainFactory grains, TimeProvider time, ILogger<SlotReporter> logger)
    : ILifecycleParticipant<ISiloLifecycle>, IDisposable
{
    private static readonly TimeSpan Pulse = TimeSpan.FromSeconds(1);

    // A report to a manager that has died may be without an answer for much longer, and what came after it would not be told.
    private static readonly TimeSpan AnswerPatience = 2 * Pulse;

    private readonly Channel<bool> _changes = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private readonly CancellationTokenSource _stop = new();
    private readonly SiloInfo _info = InfoOf(silo);
    private Task _loop = Task.CompletedTask;

    public void Participate(ISiloLifecycle observer) =>
        observer.Subscribe(nameof(SlotReporter), ServiceLifecycleStage.Active, OnStartAsync, OnStopAsync);

    public void Dispose() => _stop.Dispose();

    private Task OnStartAsync(CancellationToken cancellationToken)
    {
        GridMeter.ObserveSlots(() => (slots.Report().Busy, slots.Usable));
        slots.Changed += () => _changes.Writer.TryWrite(true);
        _loop = LoopAsync(_stop.Token);
        return Task.CompletedTask;
    }

    private async Task OnStopAsync(CancellationToken cancellationToken)
    {
        await _stop.CancelAsync();
        await _loop;
        slots.Dispose();
    }

    private static SiloInfo InfoOf(ILocalSiloDetails silo)
    {
        using var process = Process.GetCurrentProcess();
        return new SiloInfo(
            Environment.MachineName, Environment.ProcessId, silo.SiloAddress.Endpoint.ToString(), ProductVersion.Text, process.StartTime.ToUniversalTime());
    }

    private async Task LoopAsync(CancellationToken stop)
    {
        var manager = grains.ResourceManager();
        var heard = time.GetTimestamp();
        while (!stop.IsCancellationRequested)
        {
            try
            {
                await ReportAsync(manager).WaitAtMostAsync(AnswerPatience, time, logger);
                if (time.GetElapsedTime(heard) >= Pulse)
                {
                    heard = time.GetTimestamp();
                    await HearShutAsync(manager).WaitAtMostAsync(AnswerPatience, time, logger);
                }

                using var pulse = new CancellationTokenSource(Pulse, time);
                using var either = CancellationTokenSource.CreateLinkedTokenSource(pulse.Token, stop);
                await _changes.Reader.ReadAsync(either.Token);
            }
            catch (OperationCanceledException)
            {
                // The pulse, or the end.
            }
#pragma warning disable CA1031 // Soft state: the next report makes good for a lost one.
            catch (Exception error)
#pragma warning restore CA1031
            {
                Log.SlotReportLost(logger, error);
            }
        }
    }

    private async Task ReportAsync(IResourceManagerGrain manager)
    {
        foreach (var (jobId, lease) in await manager.ReportAsync(slots.Report() with { Info = _info, Attempts = work.ShardCount, Jobs = work.JobCount }))
        {
            jobs.Offer(grains, jobId, lease, logger);
        }
    }

    private async Task HearShutAsync(IResourceManagerGrain manager) => shut.Replace(await manager.GetShutSilosAsync());
}
