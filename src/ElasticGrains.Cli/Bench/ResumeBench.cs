using System.Buffers;
using System.Globalization;
using ElasticGrains.Blocks;
using ElasticGrains.Hashing;
using ElasticGrains.Jobs;
using ElasticGrains.Kernels;
using ElasticGrains.Kernels.MonteCarlo;
using ElasticGrains.Ledger;
using ElasticGrains.Storage.Local;

namespace ElasticGrains.Cli.Bench;

/// <summary>The wall time of <c>eg run --resume</c> on a job that has very many committed ranges and little left to do.</summary>
internal static class ResumeBench
{
    private const ulong Seed = 1;
    private const int SamplesPerRange = 100;
    private const int Batch = 1000;

    public static async Task RunAsync(int commits, int runs, TextWriter output, CancellationToken cancellationToken)
    {
        var directory = Directory.CreateTempSubdirectory("eg-bench-");
        try
        {
            var samples = (commits + 1L) * SamplesPerRange;
            var times = new List<TimeSpan>();
            for (var run = 0; run <= runs; run++)
            {
                var state = Path.Combine(directory.FullName, $"run-{run}");
                await PrepareAsync(state, samples, commits, cancellationToken);
                var time = await ProcessRun.TimeAsync(
                    ["run", "pi", "--samples", samples.ToString(CultureInfo.InvariantCulture), "--seed", "1", "--state", state, "--resume"],
                    cancellationToken);
                if (run > 0)
                {
                    times.Add(time);
                }
            }

            await output.WriteLineAsync(
                $"resume: {commits} committed ranges take {ProcessRun.Median(times).TotalSeconds:F2} s from process start to the answer "
                + $"(median of {runs}; {times.Min().TotalSeconds:F2} to {times.Max().TotalSeconds:F2} s)");
        }
        finally
        {
            directory.Delete(recursive: true);
        }
    }

    /// <summary>Writes the ledger that a killed run would have left: everything committed but the last range.</summary>
    private static async Task PrepareAsync(string directory, long samples, int commits, CancellationToken cancellationToken)
    {
        await using var state = StateDirectory.OpenOwned(directory, TimeProvider.System, "bench");
        var kernel = new PiKernel();
        var input = new PiInput { Samples = samples, Seed = Seed };
        var now = TimeProvider.System.GetUtcNow();
        var spec = new JobSpec { Id = "resumed", Kernel = kernel.Name, KernelVersion = kernel.Version, Input = KernelJson.Write(input) };
        await state.Ledger.AcceptAsync(new LedgerEvent.Accepted(spec, SpecHash.Of(spec), samples, now), cancellationToken);
        var epoch = await state.Ledger.TakeWriterAsync(spec.Id, "bench", cancellationToken);
        await state.Ledger.AppendAsync(
            new JobAppend(spec.Id, epoch, 1, [new LedgerEvent.Planned(1), new LedgerEvent.Granted(0, 1, "bench", 0, now)]), cancellationToken);
        var version = 1L;
        for (var first = 0; first < commits; first += Batch)
        {
            var events = Enumerable.Range(first, Math.Min(Batch, commits - first)).Select(LedgerEvent (index) => Commit(kernel, input, index, now)).ToArray();
            await state.Ledger.AppendAsync(new JobAppend(spec.Id, epoch, ++version, events), cancellationToken);
        }
    }

    private static LedgerEvent.Committed Commit(PiKernel kernel, PiInput input, int index, DateTimeOffset now)
    {
        var range = new ItemRange((long)index * SamplesPerRange, (index + 1L) * SamplesPerRange);
        var encoded = new ArrayBufferWriter<byte>();
        kernel.Codec.Encode(kernel.Compute(input, range), encoded);
        var payload = new PartialPayload(encoded.WrittenCount, Checksum.Of(encoded.WrittenSpan), encoded.WrittenMemory, Block: null);
        return new LedgerEvent.Committed(index + 1, 0, 1, range, payload, now);
    }
}
