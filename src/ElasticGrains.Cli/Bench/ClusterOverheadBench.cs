using System.Diagnostics;
using System.Globalization;
using ElasticGrains.Kernels.MonteCarlo;

namespace ElasticGrains.Cli.Bench;

/// <summary>
/// What elasticity costs when nothing happens: the processor time of all that takes part in a job on a cluster (silos, PostgreSQL, this client), against
/// that of a plain loop over the same calls in this process. Time that neighbours take from the machine does not count, which the wall time would show.
/// </summary>
internal static class ClusterOverheadBench
{
    // Hot paths are compiled within half a minute; what runs often but not hot goes on being compiled for three: 10 to 2 % of a processor, once in a silo's life.
    private static readonly TimeSpan WarmUp = TimeSpan.FromMinutes(3);

    public static async Task<PairedReport> RunAsync(int silos, long samples, int pairs, TextWriter notes, CancellationToken cancellationToken)
    {
        await using var cluster = await BenchCluster.StartAsync(silos, slots: 1, cancellationToken);
        var besides = new List<double>();
        var subject = new Arm($"{silos} silos", token => OnClusterAsync(cluster, samples, besides, token));
        var control = new Arm("Parallel.For", _ => Task.FromResult(Plain(silos, samples)));
        var report = await new PairedRuns("pi overhead", "samples per second of processor time", subject, control, pairs) { WarmUp = WarmUp }
            .RunAsync(notes, cancellationToken);
        return report with { Note = Describe(besides[^pairs..]) };
    }

    /// <summary>
    /// Also notes what was used beside the threads on which kernels compute, as a share of what those used. Both are taken at the same moment, so that how
    /// fast the processors are just then, by what neighbours do, does not matter.
    /// </summary>
    private static async Task<double> OnClusterAsync(BenchCluster cluster, long samples, List<double> besides, CancellationToken cancellationToken)
    {
        var slotsBefore = ProcessorTimes.OfSlots(cluster.Silos);
        var before = ProcessorTimes.Of(cluster.Silos);
        var job = await cluster.Grid.SubmitAsync(new PiKernel(), new PiInput { Samples = samples, Seed = 1 }, cancellationToken: cancellationToken);
        await job.ResultAsync(cancellationToken);
        var used = ProcessorTimes.Of(cluster.Silos) - before;
        var slots = ProcessorTimes.OfSlots(cluster.Silos) - slotsBefore;
        var all = used.Silos + used.Database + used.Client;
        besides.Add((all - slots) / slots);
        return samples / all.TotalSeconds;
    }

    private static string Describe(List<double> besides) => string.Create(
        CultureInfo.InvariantCulture,
        $"; beside the threads of the slots {MedianInterval.Median(besides):P2} of what those used ({besides.Min():P2} to {besides.Max():P2}{Certain(MedianInterval.Of(besides))})");

    private static string Certain((double Least, double Most)? interval) => interval is var (least, most)
        ? string.Create(CultureInfo.InvariantCulture, $", the median with 95 % confidence {least:P2} to {most:P2}")
        : "";

    private static double Plain(int threads, long samples)
    {
        using var process = Process.GetCurrentProcess();
        var before = process.TotalProcessorTime;
        PiBench.Plain(threads, samples);
        process.Refresh();
        return samples / (process.TotalProcessorTime - before).TotalSeconds;
    }
}
