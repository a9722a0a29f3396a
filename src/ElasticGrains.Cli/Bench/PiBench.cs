using System.Diagnostics;
using ElasticGrains.Client;
using ElasticGrains.Jobs;
using ElasticGrains.Kernels.MonteCarlo;

namespace ElasticGrains.Cli.Bench;

/// <summary>CPU-bound work: how two slots compare with one, and what the grid costs against a plain loop over the same calls.</summary>
internal static class PiBench
{
    // Items per call of the plain loop: about 50 ms of work, as in the grid.
    private const long Chunk = 32L << 20;

    /// <summary>Two slots against one; the work is the same.</summary>
    public static async Task<PairedReport> SpeedUpAsync(long samples, int pairs, TextWriter notes, CancellationToken cancellationToken)
    {
        await using var grid = await BenchGrid.StartAsync(slots: 2);
        var two = new Arm("2 slots", token => OnGridAsync(grid, samples, 2, token));
        var one = new Arm("1 slot", token => OnGridAsync(grid, samples, 1, token));
        return await new PairedRuns("pi speed-up", "samples/s", two, one, pairs).RunAsync(notes, cancellationToken);
    }

    /// <summary>Two slots against a plain <see cref="Parallel"/> loop on two threads over the same Compute calls.</summary>
    public static async Task<PairedReport> OverheadAsync(long samples, int pairs, TextWriter notes, CancellationToken cancellationToken)
    {
        await using var grid = await BenchGrid.StartAsync(slots: 2);
        var subject = new Arm("grid", token => OnGridAsync(grid, samples, 2, token));
        var control = new Arm("Parallel.For", _ => Task.FromResult(Plain(threads: 2, samples)));
        return await new PairedRuns("pi overhead", "samples/s", subject, control, pairs).RunAsync(notes, cancellationToken);
    }

    private static async Task<double> OnGridAsync(BenchGrid grid, long samples, int slots, CancellationToken cancellationToken)
    {
        var began = Stopwatch.GetTimestamp();
        var options = new JobOptions { Policy = JobPolicy.Default with { MaxSlots = slots } };
        var job = await grid.Grid.SubmitAsync(new PiKernel(), new PiInput { Samples = samples, Seed = 1 }, options, cancellationToken);
        await job.ResultAsync(cancellationToken);
        return samples / Stopwatch.GetElapsedTime(began).TotalSeconds;
    }

    /// <summary>The work without a grid; samples per second.</summary>
    public static double Plain(int threads, long samples)
    {
        var kernel = new PiKernel();
        var input = new PiInput { Samples = samples, Seed = 1 };
        var gate = new Lock();
        var whole = kernel.Identity();
        var began = Stopwatch.GetTimestamp();
        Parallel.For(0L, (samples + Chunk - 1) / Chunk, new ParallelOptions { MaxDegreeOfParallelism = threads }, kernel.Identity, (chunk, _, sum) =>
            kernel.Combine(sum, kernel.Compute(input, new ItemRange(chunk * Chunk, Math.Min(samples, (chunk + 1) * Chunk)))), sum =>
        {
            lock (gate)
            {
                whole = kernel.Combine(whole, sum);
            }
        });
        kernel.Finish(input, whole);
        return samples / Stopwatch.GetElapsedTime(began).TotalSeconds;
    }
}
