using System.Text.Json;
using ElasticGrains.Client;
using ElasticGrains.Jobs;
using ElasticGrains.Kernels;

namespace Recipes;

/// <summary>Reports that take seconds beside reports that take hours: dotnet/orleans#503.</summary>
public static class Reports
{
    #region order
    public static async Task<JobHandle> OrderAsync(IGrid grid, string night, ReportOrder[] orders)
    {
        var policy = JobPolicy.Default with
        {
            // The longest report; a call of the kernel that takes longer is taken for lost.
            SafePointTimeout = TimeSpan.FromHours(6),

            // A report that cannot be made does not keep the others from being made.
            OnQuarantine = FailurePolicy.FinishRest,
        };
        var tags = new Dictionary<string, string> { ["kind"] = "reports" };
        return await grid.SubmitAsync(new ReportsKernel(), orders, new JobOptions { Id = night, Policy = policy, Tags = tags });
    }
    #endregion

    #region deliver
    // Each report as soon as it is committed, by the numbers of its items.
    public static async IAsyncEnumerable<Report> DeliverAsync(JobHandle job)
    {
        await foreach (var partial in job.Partials())
        {
            for (var item = partial.Range.Start; item < partial.Range.End; item++)
            {
                yield return JsonSerializer.Deserialize<Report>((await job.ItemAsync(item))!, KernelJson.Options)!;
            }
        }
    }
    #endregion
}
