using System.Diagnostics;
using System.Globalization;
using ElasticGrains.Jobs;
using ElasticGrains.Kernels.Demo;
using Npgsql;

namespace ElasticGrains.Cli.Bench;

/// <summary>
/// Many small jobs from many clients at once: how many are accepted and how many completed in a second, on two silo processes; beside it as
/// many connections committing one row each to the same database with the same durability.
/// </summary>
internal static class SubmitBench
{
    private const int Items = 10;
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan ControlTime = TimeSpan.FromSeconds(10);

    public static async Task RunAsync(int jobs, int clients, int rounds, TextWriter output, CancellationToken cancellationToken)
    {
        await using var cluster = await BenchCluster.StartAsync(silos: 2, slots: 1, cancellationToken);
        await output.WriteLineAsync($"{jobs} jobs of {Items} items by {clients} clients: warming up");
        await OnGridAsync(cluster, jobs, clients, cancellationToken);
        await cluster.CreateRowTableAsync();
        for (var round = 1; round <= rounds; round++)
        {
            var (accepted, completed, used) = await OnGridAsync(cluster, jobs, clients, cancellationToken);
            var rows = await CommitRowsAsync(cluster, clients, cancellationToken);
            await output.WriteLineAsync(string.Create(
                CultureInfo.InvariantCulture,
                $"round {round}: {accepted:0} jobs/s accepted, {completed:0} jobs/s completed (processor time per job: {used.PerUnit(jobs)}); one-row commits by {clients} connections {rows:0}/s"));
        }
    }

    private static async Task<(double Accepted, double Completed, ProcessorTimes Used)> OnGridAsync(
        BenchCluster cluster, int jobs, int clients, CancellationToken cancellationToken)
    {
        var before = ProcessorTimes.Of(cluster.Silos);
        var already = (await cluster.Ledger.ListAsync(cancellationToken)).Count;
        var left = jobs;
        var began = Stopwatch.GetTimestamp();
        await Task.WhenAll(Enumerable.Range(0, clients).Select(async _ =>
        {
            while (Interlocked.Decrement(ref left) >= 0)
            {
                await cluster.Grid.SubmitAsync(new SquaresKernel(), new SquaresInput(Items), options: null, cancellationToken);
            }
        }));
        var accepted = Stopwatch.GetElapsedTime(began);
        while (await cluster.IsBusyAsync(cancellationToken))
        {
            await Task.Delay(Poll, cancellationToken);
        }

        var completed = Stopwatch.GetElapsedTime(began);
        var used = ProcessorTimes.Of(cluster.Silos) - before;
        var done = (await cluster.Ledger.ListAsync(cancellationToken)).Count(job => job is { Phase: JobPhase.Succeeded, Committed: Items });
        return done == already + jobs
            ? (jobs / accepted.TotalSeconds, jobs / completed.TotalSeconds, used)
            : throw new InvalidOperationException($"The figure is void: {done} of {already + jobs} jobs have succeeded.");
    }

    private static async Task<double> CommitRowsAsync(BenchCluster cluster, int connections, CancellationToken cancellationToken)
    {
        var settings = new NpgsqlConnectionStringBuilder(cluster.ConnectionString) { MaxPoolSize = connections };
        await using var source = NpgsqlDataSource.Create(settings);
        var rows = 0L;
        var began = Stopwatch.GetTimestamp();
        await Task.WhenAll(Enumerable.Range(0, connections).Select(async _ =>
        {
            await using var connection = await source.OpenConnectionAsync(cancellationToken);
            await using var command = new NpgsqlCommand(BenchCluster.InsertOneRow, connection);
            await command.PrepareAsync(cancellationToken);
            while (Stopwatch.GetElapsedTime(began) < ControlTime)
            {
                await command.ExecuteNonQueryAsync(cancellationToken);
                Interlocked.Increment(ref rows);
            }
        }));
        return rows / Stopwatch.GetElapsedTime(began).TotalSeconds;
    }
}
