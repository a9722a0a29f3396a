using ElasticGrains.Client;
using ElasticGrains.Jobs;
using ElasticGrains.Kernels.Demo;

namespace ElasticGrains.Cli.Bench;

/// <summary>Keeps a cluster busy with jobs of very many one-item shards, one after the other, while something else is measured.</summary>
internal sealed class ShardLoad(BenchCluster cluster, int shards) : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private Task _loop = Task.CompletedTask;
    private volatile JobHandle? _job;
    private long _done;

    /// <summary>Shards that are committed.</summary>
    public async Task<long> DoneAsync() => Interlocked.Read(ref _done) + (_job is { } job ? (await job.StatusAsync()).Committed : 0);

    public void Start() => _loop = LoopAsync();

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _loop;
        _stop.Dispose();
    }

    private async Task LoopAsync()
    {
        var options = new JobOptions { Policy = new JobPolicy { Shards = shards } };
        while (!_stop.IsCancellationRequested)
        {
            var job = _job = await cluster.Grid.SubmitAsync(new SquaresKernel(), new SquaresInput(shards), options);
            try
            {
                await job.OutcomeAsync(_stop.Token);
                _job = null;
                Interlocked.Add(ref _done, shards);
            }
            catch (OperationCanceledException)
            {
                await job.CancelAsync("the measurement is over");
                await job.OutcomeAsync();
            }
        }
    }
}
