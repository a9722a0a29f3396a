using ElasticGrains.Client;
using ElasticGrains.Jobs;

namespace Recipes;

/// <summary>A call that takes milliseconds or hours: dotnet/orleans#4826.</summary>
public static class LongCall
{
    #region start
    // Returns once the job is in the ledger. No call is open while it computes, so none can time out.
    public static async Task<string> StartAsync(IGrid grid, string order, long limit)
    {
        var policy = JobPolicy.Default with { Deadline = TimeSpan.FromHours(2) };
        var job = await grid.SubmitAsync(new PerfectNumbersKernel(), limit, new JobOptions { Id = order, Policy = policy });
        return job.Id;
    }
    #endregion

    #region answer
    // From the same process or another one, now or tomorrow. It waits in short calls, each of which may be lost and is sent again.
    public static Task<long[]> AnswerAsync(IGrid grid, string order, CancellationToken aborted = default) =>
        grid.Attach<long[]>(order).ResultAsync(aborted);
    #endregion
}
