using System.Threading.Channels;
using ElasticGrains.Jobs;
using Orleans.Streams;

namespace ElasticGrains.Client;

/// <summary>A subscription to a job's hints that never trusts them: a wait also ends after a quiet second.</summary>
internal sealed class JobWatch : IAsyncDisposable
{
    // A watcher that misses every hint still asks for the high-water mark this often.
    private static readonly TimeSpan Quiet = TimeSpan.FromSeconds(1);

    private readonly Channel<bool> _hints = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private readonly TimeProvider _time;
    private readonly Task<StreamSubscriptionHandle<PartialHint>?> _subscribing;

    private JobWatch(GridConnection connection, string jobId)
    {
        _time = connection.Time;
        _subscribing = SubscribeAsync(connection, jobId);
    }

    /// <summary>Begins to listen. Nobody waits for that: what is missed meanwhile a quiet second makes good.</summary>
    public static JobWatch Start(GridConnection connection, string jobId) => new(connection, jobId);

    /// <summary>Returns at the next hint, or after a quiet second.</summary>
    public async Task WaitForHintAsync(CancellationToken cancellationToken)
    {
        using var quiet = new CancellationTokenSource(Quiet, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(quiet.Token, cancellationToken);
        try
        {
            await _hints.Reader.ReadAsync(either.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // A quiet second: the caller reads the ledger.
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (await _subscribing is { } subscription)
        {
            await WithoutHintsAsync(async () =>
            {
                await subscription.UnsubscribeAsync();
                return true;
            });
        }
    }

    private Task<StreamSubscriptionHandle<PartialHint>?> SubscribeAsync(GridConnection connection, string jobId) =>
        WithoutHintsAsync(() => connection.Hints(jobId).SubscribeAsync((_, _) =>
        {
            _hints.Writer.TryWrite(true);
            return Task.CompletedTask;
        }));

    private static async Task<T?> WithoutHintsAsync<T>(Func<Task<T>> call)
    {
        try
        {
            return await call();
        }
#pragma warning disable CA1031 // Whatever keeps hints away, the ledger is read all the same.
        catch (Exception)
#pragma warning restore CA1031
        {
            // Slower, not wrong: the stream is only a hint.
            return default;
        }
    }
}
