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
    private StreamSubscriptionHandle<PartialHint>? _subscription;

    private JobWatch(TimeProvider time) => _time = time;

    public static async Task<JobWatch> StartAsync(GridConnection connection, string jobId)
    {
        var watch = new JobWatch(connection.Time);
        watch._subscription = await connection.Hints(jobId).SubscribeAsync((_, _) =>
        {
            watch._hints.Writer.TryWrite(true);
            return Task.CompletedTask;
        });
        return watch;
    }

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
        if (_subscription is { } subscription)
        {
            await subscription.UnsubscribeAsync();
        }
    }
}
