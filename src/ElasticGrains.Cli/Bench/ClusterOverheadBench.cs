using System.Diagnostics;
using ElasticGrains.Kernels.MonteCarlo;

namespace ElasticGrains.Cli.Bench;

/// <summary>
/// What elasticity costs when nothing happens: the processor time of all that takes part in a job on a cluster (silos, PostgreSQL, this client), against
/// that of a plain loop over the same calls in this process. Time that neighbours take from the machine does not count, which the wall time would show.
/// </summary>
internal static class ClusterOverheadBench
{
    public static async Task<PairedReport> RunAsync(int silos, long samples, int pairs, TextWriter notes, CancellationToken cancellationToken)
    {
        await using var cluster = await BenchCluster.StartAsync(silos, slots: 1, cancellationToken);
        var subject = new Arm($"{silos} silos", token => OnClusterAsync(cluster, samples, token));
        var control = new Arm("Parallel.For", _ => Task.FromResult(Plain(silos, samples)));
        return await new PairedRuns("pi overhead", "samples per second of processor time", subject, control, pairs).RunAsync(notes, cancellationToken);
    }

    private static async Task<double> OnClusterAsync(BenchCluster cluster, long samples, CancellationToken cancellationToken)
    {
        var before = ProcessorTimes.Of(cluster.Silos);
        var job = await cluster.Grid.SubmitAsync(new PiKernel(), new PiInput { Samples = samples, Seed = 1 }, cancellationToken: cancellationToken);
        await job.ResultAsync(cancellationToken);
        var used = ProcessorTimes.Of(cluster.Silos) - before;
        return samples / (used.Silos + used.Database + used.Client).TotalSeconds;
    }

    private static double Plain(int threads, long samples)
    {
        using var process = Process.GetCurrentProcess();
        var before = process.TotalProcessorTime;
        PiBench.Plain(threads, samples);
        process.Refresh();
        return samples / (process.TotalProcessorTime - before).TotalSeconds;
    }
}
