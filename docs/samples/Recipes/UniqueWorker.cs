using System.Text.Json;
using ElasticGrains.Client;
using ElasticGrains.Jobs;

namespace Recipes;

/// <summary>Work that there is once in the cluster, with start, stop and progress: dotnet/orleans#7156.</summary>
public sealed class UniqueWorker(IGrid grid, string name, long limit)
{
    #region control
    // Whoever starts it, and how often: there is one job of that id. One that was stopped goes on from its last commit.
    public async Task StartAsync()
    {
        var job = await grid.SubmitAsync(new PerfectNumbersKernel(), limit, new JobOptions { Id = name });
        if (!job.IsNew && (await job.StatusAsync()).Phase is JobPhase.Cancelled or JobPhase.Failed)
        {
            await job.RetryAsync();
        }
    }

    // Returns when it has stopped, which takes about a second.
    public async Task StopAsync()
    {
        var job = grid.Attach(name);
        await job.CancelAsync("stopped by its operator");
        await job.OutcomeAsync();
    }
    #endregion

    #region progress
    public async Task<double> ProgressAsync()
    {
        var status = await grid.Attach(name).StatusAsync();
        return status.Items == 0 ? 1 : (double)status.Computed / status.Items;
    }

    // Every committed partial result once, in the order of its number, until the job ends.
    public async Task WatchAsync(Action<long> found)
    {
        await foreach (var partial in grid.Attach(name).Partials())
        {
            foreach (var number in JsonSerializer.Deserialize<long[]>(partial.Preview.Span)!)
            {
                found(number);
            }
        }
    }
    #endregion
}
