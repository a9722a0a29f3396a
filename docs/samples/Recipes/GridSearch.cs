using ElasticGrains.Client;

namespace Recipes;

/// <summary>One question to a large fixed list, split among all processors: dotnet/orleans#2092.</summary>
public static class GridSearch
{
    #region search
    // A question is a job. Many at once share the slots.
    public static async Task<string[]> FindAsync(IGrid grid, NearWordsKernel kernel, string wanted)
    {
        var job = await grid.SubmitAsync(kernel, wanted);
        return await job.ResultAsync();
    }
    #endregion
}
