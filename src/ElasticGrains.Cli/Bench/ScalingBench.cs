using System.Diagnostics;
using ElasticGrains.Client;
using ElasticGrains.Jobs;
using ElasticGrains.Kernels.MonteCarlo;

namespace ElasticGrains.Cli.Bench;

/// <summary>CPU-bound work on two silo processes of one slot each, against the same cluster with the job held to one slot.</summary>
internal static class ScalingBench
{
    public static async Task<PairedReport> RunAsync(long samples, int pairs, TextWriter notes, CancellationToken cancellationToken)
    {
        await using var cluster = await BenchCluster.StartAsync(silos: 2, slots: 1, cancellationToken);
        var two = new Arm("2 silos", token => RunAsync(cluster.Grid, samples, null, token));
        var one = new Arm("1 silo", token => RunAsync(cluster.Grid, samples, 1, token));
        return await new PairedRuns("pi on silos", "samples/s", two, one, pairs).RunAsync(notes, cancellationToken);
    }

    private static async Task<double> RunAsync(IGrid grid, long samples, int? slots, CancellationToken cancellationToken)
    {
        var began = Stopwatch.GetTimestamp();
        var options = new JobOptions { Policy = JobPolicy.Default with { MaxSlots = slots } };
        var job = await grid.SubmitAsync(new PiKernel(), new PiInput { Samples = samples, Seed = 1 }, options, cancellationToken);
        await job.ResultAsync(cancellationToken);
        return samples / Stopwatch.GetElapsedTime(began).TotalSeconds;
    }
}
