using ElasticGrains.Kernels;
using ElasticGrains.Runtime.Diagnostics;
using ElasticGrains.Warm;
using Microsoft.Extensions.Logging;

namespace ElasticGrains.Runtime.Warm;

/// <inheritdoc cref="IWarmStates"/>
internal sealed class WarmStates(IWarmPeers peers, TimeProvider time, ILogger<WarmStates> logger) : IWarmStates, IDisposable
{
    /// <summary>How long a state is kept that nobody uses: the next shard of the job, or the next attempt of one that failed, comes within.</summary>
    public static readonly TimeSpan Linger = TimeSpan.FromSeconds(30);

    // A job may start on all silos at once: the others wait for the first, unless they would be as fast themselves.
    private static readonly TimeSpan MadeWithin = TimeSpan.FromMilliseconds(500);

    private readonly Lock _gate = new();
    private readonly Dictionary<string, WarmState> _states = new(StringComparer.Ordinal);

    public IDisposable? Take(IKernelRun kernel, IReadOnlyList<string> silos, CancellationToken cancellationToken)
    {
        if (kernel is not IWarmRun run)
        {
            return null;
        }

        while (true)
        {
            var (state, isFirst) = Enter(run);
            var lease = new WarmLease(this, state);
            try
            {
                if (isFirst)
                {
                    Make(state, run, silos, cancellationToken);
                }

                run.UseWarm(state.Made.WaitAsync(cancellationToken).GetAwaiter().GetResult());
                return lease;
            }
            catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
            {
                // Whoever was making it was stopped.
                lease.Dispose();
            }
            catch
            {
                lease.Dispose();
                throw;
            }
        }
    }

    /// <summary>A state that is there, or will be in a moment, and can be carried; held until it is disposed. Null when there is none.</summary>
    public async Task<WarmLease?> FindAsync(string key, CancellationToken cancellationToken)
    {
        WarmLease lease;
        WarmState? state;
        lock (_gate)
        {
            // One that this silo asks others for itself is none: two could wait for each other.
            if (!_states.TryGetValue(key, out state) || !(state.CanCarry || state.IsBeingMade))
            {
                return null;
            }

            lease = new WarmLease(this, Hold(state));
        }

        try
        {
            await state.Made.WaitAsync(MadeWithin, time, cancellationToken);
            return lease;
        }
        catch (Exception error) when (error is TimeoutException || state.Made.IsCompleted)
        {
            lease.Dispose();
            return null;
        }
        catch
        {
            lease.Dispose();
            throw;
        }
    }

    public bool IsBeingRead()
    {
        lock (_gate)
        {
            return _states.Values.Any(state => state.CanCarry && state.Holders > 0);
        }
    }

    public bool IsAwaited(long since)
    {
        lock (_gate)
        {
            return _states.Values.Any(state => state.CanCarry && !state.WasCarried && state.Holders == 0 && state.FreeSince >= since);
        }
    }

    public void Carried(WarmState state)
    {
        lock (_gate)
        {
            state.WasCarried = true;
        }
    }

    public void Return(WarmState state)
    {
        lock (_gate)
        {
            state.FreeSince = time.GetTimestamp();
            if (--state.Holders == 0 && _states.GetValueOrDefault(state.Key) == state)
            {
                state.Lingering = time.CreateTimer(_ => Forget(state), null, Linger, Timeout.InfiniteTimeSpan);
            }
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            foreach (var state in _states.Values)
            {
                state.Lingering?.Dispose();
            }

            _states.Clear();
        }
    }

    private static WarmState Hold(WarmState state)
    {
        state.Holders++;
        state.Lingering?.Dispose();
        state.Lingering = null;
        return state;
    }

    private (WarmState State, bool IsFirst) Enter(IWarmRun run)
    {
        lock (_gate)
        {
            if (_states.TryGetValue(run.WarmKey, out var there))
            {
                return (Hold(there), false);
            }

            var state = new WarmState(run.WarmKey, run.CanCarry ? run.WriteWarmAsync : null);
            _states.Add(run.WarmKey, state);
            return (Hold(state), true);
        }
    }

    private void Make(WarmState state, IWarmRun run, IReadOnlyList<string> silos, CancellationToken cancellationToken)
    {
        try
        {
            var began = time.GetTimestamp();
            var carried = run.CanCarry && silos.Count > 0 ? peers.CarryAsync(run, silos, cancellationToken).GetAwaiter().GetResult() : null;
            cancellationToken.ThrowIfCancellationRequested();
            state.IsBeingMade = run.CanCarry;
            state.Succeed(carried ?? run.MakeWarm());
            var how = carried is null ? "made" : "carried over";
            GridMeter.WarmStateReady(how);
            Log.WarmStateReady(logger, run.Kernel.Name, how, time.GetElapsedTime(began));
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            Drop(state);
            state.GiveUp();
            throw;
        }
        catch (Exception error)
        {
            // The next attempt tries again.
            Drop(state);
            state.Fail(error);
            throw;
        }
    }

    private void Drop(WarmState state)
    {
        lock (_gate)
        {
            _states.Remove(state.Key);
        }
    }

    private void Forget(WarmState state)
    {
        lock (_gate)
        {
            if (state.Holders > 0 || _states.GetValueOrDefault(state.Key) != state)
            {
                return;
            }

            _states.Remove(state.Key);
            state.Lingering?.Dispose();
        }

        state.End();
    }
}
