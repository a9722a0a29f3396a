using ElasticGrains.Kernels;
using ElasticGrains.Runtime.Diagnostics;
using ElasticGrains.Transfer;
using ElasticGrains.Warm;
using Microsoft.Extensions.Logging;

namespace ElasticGrains.Runtime.Warm;

/// <inheritdoc cref="IWarmStates"/>
internal sealed partial class WarmStates(IWarmPeers peers, TimeProvider time, ILogger<WarmStates> logger) : IWarmStates, ITransferSource, IDisposable
{
    /// <summary>How long a state is kept that nobody uses: the next shard of the job, or the next attempt of one that failed, comes within.</summary>
    public static readonly TimeSpan Linger = TimeSpan.FromSeconds(30);

    private readonly Lock _gate = new();
    private readonly Dictionary<string, WarmState> _states = new(StringComparer.Ordinal);

    public async Task<IWarmLease> ReserveAsync(IWarmRun run, IReadOnlyList<string> silos, CancellationToken cancellationToken)
    {
        while (true)
        {
            var (state, isMaker) = Enter(run);
            var lease = new ShardLease(this, state, run, isMaker);
            try
            {
                if (isMaker)
                {
                    await CarryAsync(state, run, silos, cancellationToken);
                    return lease;
                }

                await state.Settled.WaitAsync(cancellationToken);
                if (state is not { Value: null, Failure: null })
                {
                    return lease;
                }
            }
            catch
            {
                lease.Dispose();
                throw;
            }

            // The shard that was to make it was stopped.
            lease.Dispose();
        }
    }

    public bool? IsReady(string name)
    {
        lock (_gate)
        {
            return _states.GetValueOrDefault(name)?.IsReady;
        }
    }

    public ITransfer? Open(string name)
    {
        lock (_gate)
        {
            if (_states.GetValueOrDefault(name) is not { IsReady: true } state)
            {
                return null;
            }

            state.Readers++;
            Hold(state);
            return new Outgoing(this, state);
        }
    }

    public bool IsBeingRead()
    {
        lock (_gate)
        {
            return _states.Values.Any(state => state.Readers > 0);
        }
    }

    public bool IsAwaited(long since, Func<string, bool> isThere)
    {
        lock (_gate)
        {
            return _states.Values.Any(state =>
                state is { IsReady: true, WasCarried: false, Shards: 0 } && state.FreeSince >= since && !(state.From is { } from && isThere(from)));
        }
    }

    public void Dispose()
    {
        List<WarmState> free;
        lock (_gate)
        {
            free = [.. _states.Values.Where(state => !state.IsHeld)];
            free.ForEach(Hold);
            _states.Clear();
        }

        free.ForEach(End);
    }

    private static void Hold(WarmState state)
    {
        state.Lingering?.Dispose();
        state.Lingering = null;
    }

    private (WarmState State, bool IsMaker) Enter(IWarmRun run)
    {
        // Before the gate: it may take a while, and is the kernel's.
        var (key, canCarry) = (run.WarmKey, run.CanCarry);
        lock (_gate)
        {
            var isMaker = !_states.TryGetValue(key, out var state);
            if (isMaker)
            {
                state = new WarmState(key, canCarry ? run.WriteWarmAsync : null);
                _states.Add(key, state);
            }

            state!.Shards++;
            Hold(state);
            return (state, isMaker);
        }
    }

    private async Task CarryAsync(WarmState state, IWarmRun run, IReadOnlyList<string> silos, CancellationToken cancellationToken)
    {
        var began = time.GetTimestamp();
        var carried = run.CanCarry && silos.Count > 0 ? await peers.CarryAsync(run, silos, cancellationToken) : null;
        lock (_gate)
        {
            state.From = carried?.From;
            state.IsBeingMade = carried is null;
        }

        if (carried is not null)
        {
            Settle(state, carried.State);
            Tell(run, "carried over", began);
        }
    }

    private void Make(WarmState state, IWarmRun run, CancellationToken cancellationToken)
    {
        // The kernel may never come back: whoever waits for it here or on another silo makes it anew.
        using var stopped = cancellationToken.Register(() => Settle(state, value: null));
        var began = time.GetTimestamp();
        object made;
        try
        {
            made = run.MakeWarm();
        }
        catch (Exception error)
        {
            // The next attempt tries again.
            Settle(state, value: null, error);
            throw;
        }

        if (Settle(state, made))
        {
            Tell(run, "made", began);
        }
        else
        {
            (made as IDisposable)?.Dispose();
        }
    }

    private void Tell(IWarmRun run, string how, long began)
    {
        GridMeter.WarmStateReady(how);
        Log.WarmStateReady(logger, run.Kernel.Name, how, time.GetElapsedTime(began));
    }

    /// <returns>False when it was settled before.</returns>
    private bool Settle(WarmState state, object? value, Exception? failure = null)
    {
        lock (_gate)
        {
            var isFirst = state.TrySettle(value, failure);
            if (isFirst && value is null)
            {
                Remove(state);
            }

            return isFirst;
        }
    }

    private void LetGo(WarmState state)
    {
        lock (_gate)
        {
            state.Shards--;
            state.FreeSince = time.GetTimestamp();
        }

        Leave(state);
    }

    private void Leave(WarmState state)
    {
        lock (_gate)
        {
            if (state.IsHeld)
            {
                return;
            }

            if (_states.GetValueOrDefault(state.Key) == state)
            {
                state.Lingering = time.CreateTimer(_ => Forget(state), null, Linger, Timeout.InfiniteTimeSpan);
                return;
            }
        }

        End(state);
    }

    private void Forget(WarmState state)
    {
        lock (_gate)
        {
            if (state.IsHeld || !Remove(state))
            {
                return;
            }

            Hold(state);
        }

        End(state);
    }

    private bool Remove(WarmState state) => _states.GetValueOrDefault(state.Key) == state && _states.Remove(state.Key);

    private void End(WarmState state)
    {
        bool isMine;
        lock (_gate)
        {
            isMine = state.TryEnd();
        }

        if (isMine)
        {
            ((IDisposable)state.Value!).Dispose();
        }
    }
}
