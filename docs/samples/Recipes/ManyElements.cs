using ElasticGrains.Client;

namespace Recipes;

/// <summary>Many sub-tasks, and the summary once all are done: dotnet/orleans#5439.</summary>
public static class ManyElements
{
    #region summary
    // The answer is there when every element was calculated and counted exactly once; nobody counts grains or waits for a million tasks.
    public static async Task<Summary> SummariseAsync(IGrid grid, long elements)
    {
        var job = await grid.SubmitAsync(new ElementsKernel(), elements);
        return await job.ResultAsync();
    }
    #endregion
}
