using System.Buffers;
using System.Diagnostics;
using ElasticGrains.Blocks;
using ElasticGrains.Client;
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

    /// <summary>On the embedded grid with two slots and its SQLite ledger.</summary>
    public static async Task<PairedReport> RunAsync(long items, int jobs, int pairs, TextWriter notes, CancellationToken cancellationToken)
    {
        await using var grid = await BenchGrid.StartAsync(slots: 2);
        return await CompareAsync("tiny items", grid.Grid, token => FileAloneAsync(items, jobs, token), items, jobs, pairs, notes, cancellationToken);
    }

    /// <summary>On silo processes with one slot each and their PostgreSQL ledger.</summary>
    public static async Task<PairedReport> RunAsync(int silos, long items, int jobs, int pairs, TextWriter notes, CancellationToken cancellationToken)
    {
        await using var cluster = await BenchCluster.StartAsync(silos, slots: 1, cancellationToken);
        var control = 0;
        return await CompareAsync(
            $"tiny items on {silos} silos",
            cluster.Grid,
            token => LedgerAloneAsync(cluster.Ledger, cluster.Blocks, $"control-{control++}", items, jobs, token),
            items,
            jobs,
            pairs,
            notes,
            cancellationToken);
    }

    private static Task<PairedReport> CompareAsync(
        string title, IGrid grid, Func<CancellationToken, Task<double>> control, long items, int jobs, int pairs, TextWriter notes, CancellationToken cancellationToken)
    {
        var subject = new Arm("grid", token => OnGridAsync(grid, items, jobs, token));
        return new PairedRuns(title, "items/s", subject, new Arm("ledger alone", control), pairs).RunAsync(notes, cancellationToken);
    }

    private static async Task<double> OnGridAsync(IGrid grid, long items, int jobs, CancellationToken cancellationToken)
    {
        var began = Stopwatch.GetTimestamp();
        var elapsed = TimeSpan.Zero;
        for (var i = 0; i < jobs; i++)
        {
            var started = Stopwatch.GetTimestamp();
            var job = await grid.SubmitAsync(new SquaresKernel(), new SquaresInput(items), cancellationToken: cancellationToken);
            await job.ResultAsync(cancellationToken);
            elapsed += Stopwatch.GetElapsedTime(started);
            await CheckAsync(job, items, cancellationToken);
        }

        return items * jobs / elapsed.TotalSeconds;
    }

    /// <summary>The figure is void if the results were not there: some are read by number, spread over the whole job.</summary>
    private static async Task CheckAsync(JobHandle job, long items, CancellationToken cancellationToken)
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

    private static async Task<double> FileAloneAsync(long items, int jobs, CancellationToken cancellationToken)
    {
        var directory = Directory.CreateTempSubdirectory("eg-bench-");
        try
        {
            await using var state = StateDirectory.OpenOwned(directory.FullName, TimeProvider.System, "bench");
            return await LedgerAloneAsync(state.Ledger, state.Blocks, "control", items, jobs, cancellationToken);
        }
        finally
        {
            directory.Delete(recursive: true);
        }
    }

    private static async Task<double> LedgerAloneAsync(
        IJobLedger ledger, IBlockStore blocks, string prefix, long items, int jobs, CancellationToken cancellationToken)
    {
        var began = Stopwatch.GetTimestamp();
        for (var i = 0; i < jobs; i++)
        {
            await WriteAsync(ledger, blocks, $"{prefix}-{i}", items, cancellationToken);
        }

        return items * jobs / Stopwatch.GetElapsedTime(began).TotalSeconds;
    }

    private static async Task WriteAsync(IJobLedger ledger, IBlockStore blocks, string id, long items, CancellationToken cancellationToken)
    {
        var now = TimeProvider.System.GetUtcNow();
        var input = new SquaresInput(items);
        var kernel = new SquaresKernel();
        var spec = new JobSpec { Id = id, Kernel = kernel.Name, KernelVersion = kernel.Version, Input = KernelJson.Write(input) };
        await ledger.AcceptAsync(new LedgerEvent.Accepted(spec, SpecHash.Of(spec), items, now), cancellationToken);
        var epoch = await ledger.TakeWriterAsync(id, "bench", cancellationToken);
        await ledger.AppendAsync(
            new JobAppend(id, epoch, 1, [new LedgerEvent.Planned(1), new LedgerEvent.Granted(0, 1, "bench", 0, now)]), cancellationToken);
        var number = 0L;
        for (var start = 0L; start < items; start += PerBlock)
        {
            var range = new ItemRange(start, Math.Min(items, start + PerBlock));
            var encoded = new ArrayBufferWriter<byte>();
            kernel.Codec.Encode(kernel.Compute(input, range), encoded);
            var block = await blocks.PutAsync(id, encoded.WrittenMemory, cancellationToken);
            var payload = new PartialPayload(block.Length, block.Checksum, ReadOnlyMemory<byte>.Empty, block);
            number++;
            await ledger.AppendAsync(
                new JobAppend(id, epoch, number + 1, [new LedgerEvent.Committed(number, 0, 1, range, payload, now)]), cancellationToken);
        }
    }
}
