using System.Diagnostics;
using ElasticGrains.Compute;
using ElasticGrains.Jobs;
using ElasticGrains.Ledger;
using ElasticGrains.Runtime.Diagnostics;
using ElasticGrains.Scheduling;
using ElasticGrains.Transfer;
using ElasticGrains.Warm;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace ElasticGrains.Runtime.Scheduling;

/// <summary>
/// Empties this silo before it leaves: its shards commit what they have computed and give up the rest, its jobs are handed over. By an order,
/// or when the process is asked to end.
/// </summary>
internal sealed class SiloDrain(
    string silo,
    DrainLimits limits,
    IComputeSlots slots,
    ISiloWork work,
    IWarmStates warm,
    ITransferServer server,
    IShutSilos shut,
    ISiloStatusOracle oracle,
    IGrainFactory grains,
    IHostApplicationLifetime lifetime,
    TimeProvider time,
    ILogger<SiloDrain> logger)
    : IHostedLifecycleService
{
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(20);

    private readonly Lock _gate = new();
    private readonly TaskCompletionSource<bool> _ordered = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Task? _draining;

    /// <summary>This silo.</summary>
    public string Silo => silo;

    /// <summary>What the silo is to take on from now on; after a drain the process ends.</summary>
    public void Order(SiloIntake intake)
    {
        slots.Intake = intake;
        Log.IntakeOrdered(logger, silo, intake);
        if (intake == SiloIntake.Draining)
        {
            _ordered.TrySetResult(true);
        }
    }

    public Task StartedAsync(CancellationToken cancellationToken)
    {
        _ = EndWhenOrderedAsync();
        return Task.CompletedTask;
    }

    public async Task StoppingAsync(CancellationToken cancellationToken)
    {
        // A host that is to die at once has no time for it.
        if (cancellationToken.IsCancellationRequested)
        {
            return;
        }

        try
        {
            await DrainAsync().WaitAsync(cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            Log.DrainCutShort(logger, work.ShardCount, work.JobCount);
        }
    }

    public Task StoppedAsync(CancellationToken cancellationToken)
    {
        _ordered.TrySetResult(false);
        return Task.CompletedTask;
    }

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private async Task EndWhenOrderedAsync()
    {
        if (await _ordered.Task)
        {
            await DrainAsync();
            lifetime.StopApplication();
        }
    }

    private Task DrainAsync()
    {
        lock (_gate)
        {
            return _draining ??= EmptyAsync();
        }
    }

    private async Task EmptyAsync()
    {
        var began = time.GetTimestamp();
        slots.Intake = SiloIntake.Draining;
        var shards = work.ShardCount;
        if (!await ReleaseShardsAsync())
        {
            var left = work.Shards;
            Log.ShardsAbandoned(logger, left.Count, limits.Deadline);
            foreach (var shard in left)
            {
                shard.Abandon();
            }

            await UntilAsync(() => work.ShardCount == 0, DrainLimits.LastWord);
        }

        var jobs = work.JobCount;
        await HandOverJobsAsync();

        // What was granted to this silo just before has been refused: that is to be recorded, too.
        await UntilAsync(() => work.ShardCount == 0, DrainLimits.LastWord);
        await GiveWarmStateAsync(began);
        Log.SiloDrained(logger, silo, shards, jobs, time.GetElapsedTime(began));
    }

    /// <summary>True when all have ended in time.</summary>
    private Task<bool> ReleaseShardsAsync()
    {
        // No new one begins, but one may have begun just before.
        var asked = new HashSet<ISiloShard>();
        return UntilAsync(
            () =>
            {
                var left = work.Shards;
                foreach (var shard in left.Where(asked.Add))
                {
                    shard.Release(MoveCause.Drained);
                }

                return left.Count == 0;
            },
            limits.Deadline);
    }

    private async Task HandOverJobsAsync()
    {
        var asked = new HashSet<string>(StringComparer.Ordinal);
        if (work.JobCount > 0 && await HasOtherAsync() && !await UntilAsync(
            () =>
            {
                var left = work.Jobs;
                foreach (var id in left.Where(asked.Add))
                {
                    grains.Job(id).HandOverAsync().Forget(logger);
                }

                return left.Count == 0;
            },
            DrainLimits.HandOver))
        {
            // They are not lost: the others wake them when this silo has left.
            Log.JobsNotHandedOver(logger, work.JobCount);
        }
    }

    /// <summary>What the shards had made ready here goes where they go on: those silos come for it as soon as they have them.</summary>
    private async Task GiveWarmStateAsync(long since)
    {
        if (server.Address is not null && warm.IsAwaited(since, IsThere) && await HasOtherAsync())
        {
            await UntilAsync(() => !warm.IsAwaited(since, IsThere), DrainLimits.FetchWithin);
        }

        await UntilAsync(() => !warm.IsBeingRead(), DrainLimits.Fetched);
    }

    /// <summary>True when another silo takes on what this one gives up. Where all end at once, the jobs wait in the ledger.</summary>
    private async Task<bool> HasOtherAsync()
    {
        try
        {
            shut.Replace(await grains.ResourceManager().GetShutSilosAsync());
        }
#pragma warning disable CA1031 // Then what it said before holds.
        catch (Exception error)
#pragma warning restore CA1031
        {
            Log.MessageLost(logger, error);
        }

        return Others().Any(other => !shut.IsShut(other));
    }

    private bool IsThere(string other) => Others().Contains(other);

    private IEnumerable<string> Others()
    {
        foreach (var other in oracle.GetApproximateSiloStatuses(onlyActive: true).Keys)
        {
            if (oracle.TryGetSiloName(other, out var name) && name != silo)
            {
                yield return name;
            }
        }
    }

    private async Task<bool> UntilAsync(Func<bool> holds, TimeSpan atMost)
    {
        var began = time.GetTimestamp();
        while (!holds())
        {
            // Under a debugger a kernel may stand still at a breakpoint for as long as its author likes.
            if (time.GetElapsedTime(began) >= atMost && !Debugger.IsAttached)
            {
                return false;
            }

            await Task.Delay(Look, time);
        }

        return true;
    }
}
