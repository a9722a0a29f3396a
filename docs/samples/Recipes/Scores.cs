using System.Text.Json;
using ElasticGrains.Client;
using ElasticGrains.Kernels;

namespace Recipes;

/// <summary>Items that need a model.</summary>
public static class Scores
{
    #region score
    public static async Task<float> OfAsync(IGrid grid, ScoresInput input, long customer)
    {
        var job = await grid.SubmitAsync(new ScoresKernel(), input);
        await job.ResultAsync();
        return JsonSerializer.Deserialize<float>(await job.ItemAsync(customer) ?? [], KernelJson.Options);
    }
    #endregion
}
