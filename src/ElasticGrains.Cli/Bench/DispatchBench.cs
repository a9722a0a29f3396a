using System.Diagnostics;
using System.Globalization;
using ElasticGrains.Client;
using ElasticGrains.Jobs;
using ElasticGrains.Kernels;
using ElasticGrains.Kernels.Demo;
using ElasticGrains.Ledger;
using Npgsql;

namespace ElasticGrains.Cli.Bench;

/// <summary>
/// Shards of one item, each with its own attempt, durable result and number, on two silo processes; beside it the same database taking
/// as many rows of the same width with two indexes by COPY, a thousand to a transaction, which is the most that rows can do.
/// </summary>
internal static class DispatchBench
{
    private const int RowsPerTransaction = 1000;
    private static readonly TimeSpan AtLeast = TimeSpan.FromSeconds(10);

    public static async Task<PairedReport> RunAsync(int shards, int pairs, TextWriter notes, CancellationToken cancellationToken)
    {
        await using var cluster = await BenchCluster.StartAsync(silos: 2, slots: 1, cancellationToken);
        await CreateControlAsync(cluster);
        var subject = new Arm("grid", token => OnGridAsync(cluster, shards, notes, token));
        var control = new Arm("rows by COPY", token => CopyAsync(cluster, token));
        return await new PairedRuns($"{shards} shards of one item per job", "shards/s", subject, control, pairs).RunAsync(notes, cancellationToken);
    }

    private static async Task<double> OnGridAsync(BenchCluster cluster, int shards, TextWriter notes, CancellationToken cancellationToken)
    {
        var options = new JobOptions { Policy = JobPolicy.Default with { Shards = shards } };
        var jobs = new List<JobHandle>();
        var before = ProcessorTimes.Of(cluster.Silos);
        var began = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(began) < AtLeast)
        {
            var job = await cluster.Grid.SubmitAsync(new SquaresKernel(), new SquaresInput(shards), options, cancellationToken);
            await job.ResultAsync(cancellationToken);
            jobs.Add(job);
        }

        var elapsed = Stopwatch.GetElapsedTime(began);
        var used = ProcessorTimes.Of(cluster.Silos) - before;
        foreach (var job in jobs)
        {
            await CheckAsync(cluster.Ledger, job, shards, cancellationToken);
        }

        var done = (double)shards * jobs.Count;
        await notes.WriteLineAsync(string.Create(
            CultureInfo.InvariantCulture, $"{jobs.Count} jobs; processor time per shard: {used.PerUnit(done)}"));
        return done / elapsed.TotalSeconds;
    }

    /// <summary>The figure is void unless every shard has its commit, and those looked at have their own number, attempt and result.</summary>
    private static async Task CheckAsync(IJobLedger ledger, JobHandle job, int shards, CancellationToken cancellationToken)
    {
        var head = await ledger.FindAsync(job.Id, cancellationToken);
        Require(head is { LastNumber: var last } && last == shards, job, $"{head?.LastNumber} commits");
        for (var shard = 0; shard < shards; shard += Math.Max(1, shards / 10))
        {
            var partial = await ledger.FindPartialAsync(job.Id, shard, cancellationToken);
            Require(partial is { Attempt: > 0, Number: > 0 } && partial.Shard == shard && partial.Range == new ItemRange(shard, shard + 1), job, $"shard {shard} is {partial}");
            var item = await job.ItemAsync(shard, cancellationToken);
            Require(item.AsSpan().SequenceEqual(KernelJson.Write((long)shard * shard)), job, $"the result of shard {shard} reads back wrong");
        }
    }

    private static void Require(bool holds, JobHandle job, string otherwise)
    {
        if (!holds)
        {
            throw new InvalidOperationException($"The figure is void: of job {job.Id}, {otherwise}.");
        }
    }

    private static async Task CreateControlAsync(BenchCluster cluster)
    {
        await using var command = cluster.Store.Source.CreateCommand(
            "CREATE TABLE copied(job bigint, number bigint, sequence bigint, shard int, attempt bigint, start_item bigint, end_item bigint, length bigint, "
            + "checksum bigint, at bigint, inline bytea, PRIMARY KEY(job, number)); CREATE UNIQUE INDEX ON copied(job, start_item)");
        await command.ExecuteNonQueryAsync();
    }

    private static async Task<double> CopyAsync(BenchCluster cluster, CancellationToken cancellationToken)
    {
        var job = Stopwatch.GetTimestamp();
        await using var connection = await cluster.Store.Source.OpenConnectionAsync(cancellationToken);
        var number = 0L;
        var began = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(began) < AtLeast)
        {
            await using var rows = await connection.BeginBinaryImportAsync("COPY copied FROM STDIN (FORMAT BINARY)", cancellationToken);
            for (var i = 0; i < RowsPerTransaction; i++)
            {
                await WriteRowAsync(rows, job, number++, cancellationToken);
            }

            await rows.CompleteAsync(cancellationToken);
        }

        return number / Stopwatch.GetElapsedTime(began).TotalSeconds;
    }

    private static async Task WriteRowAsync(NpgsqlBinaryImporter rows, long job, long number, CancellationToken cancellationToken)
    {
        await rows.StartRowAsync(cancellationToken);
        await rows.WriteAsync(job, cancellationToken);
        await rows.WriteAsync(number, cancellationToken);
        await rows.WriteAsync(number, cancellationToken);
        await rows.WriteAsync((int)number, cancellationToken);
        await rows.WriteAsync(1L, cancellationToken);
        await rows.WriteAsync(number, cancellationToken);
        await rows.WriteAsync(number + 1, cancellationToken);
        await rows.WriteAsync(12L, cancellationToken);
        await rows.WriteAsync(number * 31, cancellationToken);
        await rows.WriteAsync(job, cancellationToken);
        await rows.WriteAsync(new byte[12], cancellationToken);
    }
}
