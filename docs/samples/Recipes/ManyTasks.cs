using System.Text.Json;
using ElasticGrains.Client;
using ElasticGrains.Jobs;
using ElasticGrains.Kernels;

namespace Recipes;

/// <summary>Very many independent tasks: dotnet/orleans#5474.</summary>
public static class ManyTasks
{
    #region submit
    // All of them at once: a slot takes the next tasks when it has nothing to do, so there is nothing to cut into batches.
    public static async Task<JobHandle> RunAsync(IGrid grid, int tasks)
    {
        var options = new JobOptions { Policy = JobPolicy.Default with { MaxSlots = 100 } };
        var job = await grid.SubmitAsync(new TasksKernel(), new TaskList(tasks), options);
        await job.ResultAsync();
        return job;
    }
    #endregion

    #region read
    // Null until the task is committed; from then on it is there, also after the job has ended.
    public static async Task<TaskOutcome?> ReadAsync(JobHandle job, long task) =>
        await job.ItemAsync(task) is { } json ? JsonSerializer.Deserialize<TaskOutcome>(json, KernelJson.Options) : null;
    #endregion
}
