using System.Data.Common;
using ElasticGrains.Ledger;
using Orleans.Serialization;
using Polly;
using Polly.Retry;

namespace ElasticGrains.Client;

/// <summary>How calls are repeated. Everything a client asks is idempotent, so a call of unknown fate is simply sent again.</summary>
internal sealed class GridCalls
{
    // Longer than the loss of a majority of silos takes to be noticed, and than a restart of the whole cluster.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(75);

    // No call waits longer for its answer. What it took beyond that, this process stood still, asleep or stopped: nobody could have answered.
    private static readonly TimeSpan LongestCall = TimeSpan.FromSeconds(30);

    private static readonly ResiliencePropertyKey<TimeSpan> Spent = new(nameof(Spent));

    private readonly ResiliencePipeline _pipeline;
    private readonly Func<Exception?, CancellationToken, bool> _isLost;

    private GridCalls(TimeProvider time, Func<Exception?, CancellationToken, bool> isLost)
    {
        _isLost = isLost;
        _pipeline = new ResiliencePipelineBuilder { TimeProvider = time }.AddRetry(new RetryStrategyOptions
        {
            ShouldHandle = args => ValueTask.FromResult(
                isLost(args.Outcome.Exception, args.Context.CancellationToken) && args.Context.Properties.GetValue(Spent, TimeSpan.Zero) < Patience),
            OnRetry = args =>
            {
                var took = args.Duration < LongestCall ? args.Duration : LongestCall;
                args.Context.Properties.Set(Spent, args.Context.Properties.GetValue(Spent, TimeSpan.Zero) + took + args.RetryDelay);
                return default;
            },
            MaxRetryAttempts = int.MaxValue,
            BackoffType = DelayBackoffType.Exponential,
            Delay = TimeSpan.FromMilliseconds(50),
            MaxDelay = TimeSpan.FromSeconds(1),
            UseJitter = true,
        }).Build();
    }

    /// <summary>To a grid in this process. Nothing is lost on the way, but while the process sleeps the time for an answer runs out.</summary>
    public static GridCalls InProcess(TimeProvider time) => new(time, (error, _) => error is TimeoutException);

    /// <summary>To a cluster whose silos come and go.</summary>
    public static GridCalls ToCluster(TimeProvider time) => new(time, IsLost);

    /// <summary>Calls, and calls again where the answer was lost.</summary>
    /// <exception cref="GridUnreachableException">No answer came for over a minute in which this process was awake.</exception>
    public async Task<T> ExecuteAsync<T>(Func<CancellationToken, Task<T>> call, CancellationToken cancellationToken)
    {
        try
        {
            return await _pipeline.ExecuteAsync(async stop => await call(stop), cancellationToken);
        }
        catch (Exception error) when (_isLost(error, cancellationToken))
        {
            throw new GridUnreachableException($"The grid has not answered for {Patience.TotalSeconds:0} s.", error);
        }
    }

    // A silo that looks a grain up while another is dying may give that up: a cancellation, but not the caller's. One that must read the table of
    // members for that, and cannot, refuses with the error of a database driver, or with that there is no codec for it: errors of grains have one.
    private static bool IsLost(Exception? error, CancellationToken cancellationToken) =>
        error is TimeoutException or OrleansException or LedgerUnavailableException or ObjectDisposedException or CodecNotFoundException or DbException { IsTransient: true }
        || (error is OperationCanceledException && !cancellationToken.IsCancellationRequested);
}
