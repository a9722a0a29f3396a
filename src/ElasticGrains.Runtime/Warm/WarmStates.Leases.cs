using System.Runtime.ExceptionServices;
using ElasticGrains.Kernels;
using ElasticGrains.Transfer;
using ElasticGrains.Warm;

namespace ElasticGrains.Runtime.Warm;

/// <summary>Who holds a state.</summary>
internal sealed partial class WarmStates
{
    /// <summary>A shard that computes with it, or makes it first.</summary>
    private sealed class ShardLease(WarmStates states, WarmState state, IWarmRun run, bool isMaker) : IWarmLease
    {
        private bool _isReturned;

        public void Prepare(CancellationToken cancellationToken)
        {
            if (isMaker && !state.Settled.IsCompleted && !cancellationToken.IsCancellationRequested)
            {
                states.Make(state, run, cancellationToken);
            }

            if (state.Failure is { } failure)
            {
                ExceptionDispatchInfo.Throw(failure);
            }

            // Without any this run is not wanted any more.
            if (state.Value is { } value)
            {
                run.UseWarm(value);
            }
        }

        public void Dispose()
        {
            if (_isReturned)
            {
                return;
            }

            _isReturned = true;
            if (isMaker)
            {
                // One that was stopped before it made it.
                states.Settle(state, value: null);
            }

            states.LetGo(state);
        }
    }

    /// <summary>A state on its way to another silo.</summary>
    private sealed class Outgoing(WarmStates states, WarmState state) : ITransfer
    {
        private bool _isReturned;

        public Task WriteToAsync(Stream stream, CancellationToken cancellationToken) => state.WriteAsync(stream, cancellationToken);

        public void Sent()
        {
            lock (states._gate)
            {
                state.WasCarried = true;
            }
        }

        public void Dispose()
        {
            if (_isReturned)
            {
                return;
            }

            _isReturned = true;
            lock (states._gate)
            {
                state.Readers--;
            }

            states.Leave(state);
        }
    }
}
