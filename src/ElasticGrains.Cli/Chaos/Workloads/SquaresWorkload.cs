using System.Globalization;
using System.Text;
using ElasticGrains.Client;
using ElasticGrains.Jobs;
using ElasticGrains.Kernels;
using ElasticGrains.Kernels.Demo;

namespace ElasticGrains.Cli.Chaos.Workloads;

/// <summary>Squares in shards of one item, or in few: every item has a result of its own, and some of them are read.</summary>
internal sealed class SquaresWorkload(WorkloadKind kind, TimeSpan pause, int items, int? shards, int read) : Workload(kind, pause)
{
    protected override async Task<long> RunAsync(IGrid grid, string id, CancellationToken cancellationToken)
    {
        var job = await grid.SubmitAsync(
            new SquaresKernel(), new SquaresInput(items), new JobOptions { Id = id, Policy = JobPolicy.Default with { Shards = shards } }, cancellationToken);
        Check(new ItemSummary(items), await job.ResultAsync(cancellationToken));
        for (var number = 0; number < read; number++)
        {
            var item = (long)number * items / read;
            var result = await job.ItemAsync(item, cancellationToken);
            Check((item, (item * item).ToString(CultureInfo.InvariantCulture)), (item, result is null ? "missing" : Encoding.UTF8.GetString(result)));
        }

        return items;
    }
}
