using ElasticGrains.Client;
using ElasticGrains.Jobs;
using ElasticGrains.Kernels.MonteCarlo;

namespace ElasticGrains.Cli.Chaos.Workloads;

/// <summary>Work for processors; the answer is that of the same kernel in this process, in one piece.</summary>
internal sealed class PiWorkload() : Workload(WorkloadKind.Pi, TimeSpan.FromSeconds(2))
{
    private const long Samples = 500_000_000;

    private static readonly PiKernel Kernel = new();
    private static readonly PiInput Input = new() { Samples = Samples, Seed = 1 };
    private static readonly JobPolicy Policy = JobPolicy.Default with { CommitInterval = TimeSpan.FromMilliseconds(200) };

    private static readonly Lazy<PiResult> Expected = new(() => Kernel.Finish(Input, Kernel.Compute(Input, new ItemRange(0, Samples))));

    protected override async Task<long> RunAsync(IGrid grid, string id, CancellationToken cancellationToken)
    {
        var job = await grid.SubmitAsync(Kernel, Input, new JobOptions { Id = id, Policy = Policy }, cancellationToken);
        Check(Expected.Value, await job.ResultAsync(cancellationToken));
        return Samples;
    }
}
