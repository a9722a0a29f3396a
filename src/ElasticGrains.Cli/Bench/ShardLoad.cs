using ElasticGrains.Client;
using ElasticGrains.Jobs;
using ElasticGrains.Kernels.Demo;

namespace ElasticGrains.Cli.Bench;

/// <summary>Keeps a cluster busy with jobs of very many one-item shards, one after the other, while something else is measured.</summary>
internal sealed class ShardLoad(BenchCluster cluster, int shards) : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private Task _loop = Task.CompletedTask;
    private long _done;

    /// <summary>Shards of jobs that are over.</summary>
    public long Done => Interlocked.Read(ref _done);

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
            var job = await cluster.Grid.SubmitAsync(new SquaresKernel(), new SquaresInput(shards), options);
            try
            {
                await job.OutcomeAsync(_stop.Token);
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
