using System.Buffers;
using System.Diagnostics;
using ElasticGrains.Blocks;
using ElasticGrains.Hashing;
using ElasticGrains.Jobs;
using ElasticGrains.Kernels;
using ElasticGrains.Kernels.Demo;
using ElasticGrains.Ledger;
using ElasticGrains.Storage.Local;

namespace ElasticGrains.Cli.Bench;

/// <summary>Tiny items, each with its own result that is read back by item number, against the same durable writes without a grid.</summary>
internal static class ItemsBench
{
    private const int SpotChecks = 1000;

    // Items per block of the control: 32 MiB, the size at which the grid commits early.
    private const long PerBlock = 4L << 20;

    public static async Task<PairedReport> RunAsync(long items, int jobs, int pairs, TextWriter notes, CancellationToken cancellationToken)
    {
        await using var grid = await BenchGrid.StartAsync(slots: 2);
        var subject = new Arm("grid", token => OnGridAsync(grid, items, jobs, token));
        var control = new Arm("ledger alone", token => LedgerAloneAsync(items, jobs, token));
        return await new PairedRuns("tiny items", "items/s", subject, control, pairs).RunAsync(notes, cancellationToken);
    }

    private static async Task<double> OnGridAsync(BenchGrid grid, long items, int jobs, CancellationToken cancellationToken)
    {
        var began = Stopwatch.GetTimestamp();
        var elapsed = TimeSpan.Zero;
        for (var i = 0; i < jobs; i++)
        {
            var started = Stopwatch.GetTimestamp();
            var job = await grid.Grid.SubmitAsync(new SquaresKernel(), new SquaresInput(items), cancellationToken: cancellationToken);
            await job.ResultAsync(cancellationToken);
            elapsed += Stopwatch.GetElapsedTime(started);
            await CheckAsync(job, items, cancellationToken);
        }

        return items * jobs / elapsed.TotalSeconds;
    }

    /// <summary>The figure is void if the results were not there: some are read by number, spread over the whole job.</summary>
    private static async Task CheckAsync(Client.JobHandle job, long items, CancellationToken cancellationToken)
    {
        for (var i = 0L; i < SpotChecks; i += 100)
        {
            var item = i * (items - 1) / SpotChecks;
            var found = await job.ItemAsync(item, cancellationToken);
            if (found is null || !found.AsSpan().SequenceEqual(KernelJson.Write(new SquaresKernel().ComputeItem(new SquaresInput(items), item))))
            {
                throw new InvalidOperationException($"Item {item} of job {job.Id} reads back wrong.");
            }
        }
    }

    private static async Task<double> LedgerAloneAsync(long items, int jobs, CancellationToken cancellationToken)
    {
        var directory = Directory.CreateTempSubdirectory("eg-bench-");
        try
        {
            await using var state = StateDirectory.OpenOwned(directory.FullName, TimeProvider.System, "bench");
            var began = Stopwatch.GetTimestamp();
            for (var i = 0; i < jobs; i++)
            {
                await WriteAsync(state, $"control-{i}", items, cancellationToken);
            }

            return items * jobs / Stopwatch.GetElapsedTime(began).TotalSeconds;
        }
        finally
        {
            directory.Delete(recursive: true);
        }
    }

    private static async Task WriteAsync(StateDirectory state, string id, long items, CancellationToken cancellationToken)
    {
        var now = TimeProvider.System.GetUtcNow();
        var input = new SquaresInput(items);
        var kernel = new SquaresKernel();
        var spec = new JobSpec { Id = id, Kernel = kernel.Name, KernelVersion = kernel.Version, Input = KernelJson.Write(input) };
        await state.Ledger.AcceptAsync(new LedgerEvent.Accepted(spec, SpecHash.Of(spec), items, now), cancellationToken);
        var epoch = await state.Ledger.TakeWriterAsync(id, "bench", cancellationToken);
        await state.Ledger.AppendAsync(
            new JobAppend(id, epoch, 1, [new LedgerEvent.Planned(1), new LedgerEvent.Granted(0, 1, "bench", 0, now)]), cancellationToken);
        var number = 0L;
        for (var start = 0L; start < items; start += PerBlock)
        {
            var range = new ItemRange(start, Math.Min(items, start + PerBlock));
            var encoded = new ArrayBufferWriter<byte>();
            kernel.Codec.Encode(kernel.Compute(input, range), encoded);
            var block = await state.Blocks.PutAsync(id, encoded.WrittenMemory, cancellationToken);
            var payload = new PartialPayload(block.Length, block.Checksum, ReadOnlyMemory<byte>.Empty, block);
            number++;
            await state.Ledger.AppendAsync(
                new JobAppend(id, epoch, number + 1, [new LedgerEvent.Committed(number, 0, 1, range, payload, now)]), cancellationToken);
        }
    }
}
