using ElasticGrains.Ledger;
using Polly;
using Polly.Retry;

namespace ElasticGrains.Client;

/// <summary>How calls to a cluster are repeated. Everything a client asks is idempotent, so a call of unknown fate is simply sent again.</summary>
internal static class GridCalls
{
    // Longer than the loss of a majority of silos takes to be noticed, and than a restart of the whole cluster.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(75);

    /// <summary>Calls are sent once: inside one process nothing is lost.</summary>
    public static ResiliencePipeline Once => ResiliencePipeline.Empty;

    /// <summary>Calls are sent again while silos come and go, for about a minute.</summary>
    public static ResiliencePipeline Patient(TimeProvider time)
    {
        var builder = new ResiliencePipelineBuilder { TimeProvider = time };
        builder.AddTimeout(Patience);
        builder.AddRetry(new RetryStrategyOptions
        {
            ShouldHandle = args => ValueTask.FromResult(IsLost(args.Outcome.Exception, args.Context.CancellationToken)),
            MaxRetryAttempts = int.MaxValue,
            BackoffType = DelayBackoffType.Exponential,
            Delay = TimeSpan.FromMilliseconds(50),
            MaxDelay = TimeSpan.FromSeconds(1),
            UseJitter = true,
        });
        return builder.Build();
    }

    // A silo that looks a grain up while another is dying may give that up: a cancellation, but not the caller's.
    private static bool IsLost(Exception? error, CancellationToken cancellationToken) =>
        error is TimeoutException or OrleansException or LedgerUnavailableException or ObjectDisposedException
        || (error is OperationCanceledException && !cancellationToken.IsCancellationRequested);
}
