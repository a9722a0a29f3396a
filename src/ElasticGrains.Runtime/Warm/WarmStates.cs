using ElasticGrains.Kernels;
using ElasticGrains.Runtime.Diagnostics;
using ElasticGrains.Transfer;
using ElasticGrains.Warm;
using Microsoft.Extensions.Logging;

namespace ElasticGrains.Runtime.Warm;

/// <inheritdoc cref="IWarmStates"/>
internal sealed class WarmStates(IWarmPeers peers, TimeProvider time, ILogger<WarmStates> logger) : IWarmStates, ITransferSource, IDisposable
{
    /// <summary>How long a state is kept that nobody uses: the next shard of the job, or the next attempt of one that failed, comes within.</summary>
    public static readonly TimeSpan Linger = TimeSpan.FromSeconds(30);

    private readonly Lock _gate = new();
    private readonly Dictionary<string, WarmState> _states = new(StringComparer.Ordinal);

    public IDisposable? Take(IKernelRun kernel, IReadOnlyList<string> silos, Action<bool> making, CancellationToken cancellationToken)
    {
        if (kernel is not IWarmRun run)
        {
            return null;
        }

        while (true)
        {
            var (state, isFirst) = Enter(run);
            var lease = new WarmLease(() => Leave(state, isReader: false));
            try
            {
                if (isFirst)
                {
                    Make(state, run, silos, making, cancellationToken);
                }

                run.UseWarm(state.Made.WaitAsync(cancellationToken).GetAwaiter().GetResult());
                return lease;
            }
            catch (OperationCanceledException) when (state.Made.IsCanceled && !cancellationToken.IsCancellationRequested)
            {
                // The shard that was to make it was stopped.
                lease.Dispose();
            }
            catch
            {
                lease.Dispose();
                throw;
            }
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

    public bool IsAwaited(long since)
    {
        lock (_gate)
        {
            return _states.Values.Any(state => state is { IsReady: true, WasCarried: false, Shards: 0 } && state.FreeSince >= since);
        }
    }

    public void Dispose()
    {
        List<WarmState> free;
        lock (_gate)
        {
            free = [.. _states.Values.Where(state => !state.IsHeld)];
            _states.Clear();
        }

        foreach (var state in free)
        {
            state.Lingering?.Dispose();
            state.End();
        }
    }

    private static void Hold(WarmState state)
    {
        state.Lingering?.Dispose();
        state.Lingering = null;
    }

    private (WarmState State, bool IsFirst) Enter(IWarmRun run)
    {
        // Before the gate: it may take a while, and is the kernel's.
        var (key, canCarry) = (run.WarmKey, run.CanCarry);
        lock (_gate)
        {
            var isFirst = !_states.TryGetValue(key, out var state);
            if (isFirst)
            {
                state = new WarmState(key, canCarry ? run.WriteWarmAsync : null);
                _states.Add(key, state);
            }

            state!.Shards++;
            Hold(state);
            return (state, isFirst);
        }
    }

    private void Leave(WarmState state, bool isReader)
    {
        lock (_gate)
        {
            if (isReader)
            {
                state.Readers--;
            }
            else
            {
                state.Shards--;
                state.FreeSince = time.GetTimestamp();
            }

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

        state.End();
    }

    private void Make(WarmState state, IWarmRun run, IReadOnlyList<string> silos, Action<bool> making, CancellationToken cancellationToken)
    {
        try
        {
            var began = time.GetTimestamp();
            var carried = Carry(run, silos, cancellationToken);
            var how = carried is null ? "made" : "carried over";
            if (!state.Succeed(carried ?? MakeHere(state, run, making, cancellationToken)))
            {
                state.End();
                cancellationToken.ThrowIfCancellationRequested();
            }

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

    private object? Carry(IWarmRun run, IReadOnlyList<string> silos, CancellationToken cancellationToken)
    {
        try
        {
            return run.CanCarry && silos.Count > 0 ? peers.CarryAsync(run, silos, cancellationToken).GetAwaiter().GetResult() : null;
        }
        catch (Exception error) when (cancellationToken.IsCancellationRequested)
        {
            // Whatever it was: this shard was stopped, and others that wait for the state must not fail for it.
            throw new OperationCanceledException(error.Message, error, cancellationToken);
        }
    }

    private object MakeHere(WarmState state, IWarmRun run, Action<bool> making, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        lock (_gate)
        {
            state.IsBeingMade = true;
        }

        // The kernel may never come back: whoever waits for it here or on another silo makes it anew.
        using var stopped = cancellationToken.Register(() =>
        {
            Drop(state);
            state.GiveUp();
        });
        making(true);
        try
        {
            return run.MakeWarm();
        }
        finally
        {
            making(false);
        }
    }

    private void Carried(WarmState state)
    {
        lock (_gate)
        {
            state.WasCarried = true;
        }
    }

    private void Drop(WarmState state)
    {
        lock (_gate)
        {
            state.IsBeingMade = false;
            if (_states.GetValueOrDefault(state.Key) == state)
            {
                _states.Remove(state.Key);
            }
        }
    }

    private void Forget(WarmState state)
    {
        lock (_gate)
        {
            if (state.IsHeld || _states.GetValueOrDefault(state.Key) != state)
            {
                return;
            }

            _states.Remove(state.Key);
            Hold(state);
        }

        state.End();
    }

    /// <summary>A state on its way to another silo.</summary>
    private sealed class Outgoing(WarmStates states, WarmState state) : ITransfer
    {
        private readonly WarmLease _lease = new(() => states.Leave(state, isReader: true));

        public Task WriteToAsync(Stream stream, CancellationToken cancellationToken) => state.WriteAsync(stream, cancellationToken);

        public void Sent() => states.Carried(state);

        public void Dispose() => _lease.Dispose();
    }
}
