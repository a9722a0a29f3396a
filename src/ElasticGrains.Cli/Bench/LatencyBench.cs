using System.Diagnostics;
using System.Globalization;
using ElasticGrains.Kernels.Demo;

namespace ElasticGrains.Cli.Bench;

/// <summary>
/// A job of one item, from submission to its result, one after the other; beside it the same database committing one row at a time with
/// the same durability, which is the least that any durable job can cost: at once one after the other, and with a pause before each, as
/// the commits of a job have, in which processors and disk go to sleep. Or while jobs of very many shards keep all slots busy.
/// </summary>
internal static class LatencyBench
{
    // The silos compile their hot paths for about half a minute.
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(3);
    private static readonly TimeSpan JobsPerPair = TimeSpan.FromSeconds(6);
    private static readonly TimeSpan JobsBesideLoad = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan LoadAhead = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan CommitsPerPair = TimeSpan.FromSeconds(2);

    public static async Task RunAsync(int pairs, int shardsBeside, TextWriter output, CancellationToken cancellationToken)
    {
        await using var cluster = await BenchCluster.StartAsync(silos: 2, slots: 1, cancellationToken);
        await cluster.CreateRowTableAsync();
        await output.WriteLineAsync("latency: warming up");
        await MeasureAsync(WarmUp, () => JobAsync(cluster, cancellationToken));
        await MeasureAsync(CommitsPerPair, () => InsertAsync(cluster));
        var (jobs, commits, rare) = (new List<double>(), new List<double>(), new List<double>());
        for (var pair = 1; pair <= pairs; pair++)
        {
            var some = await JobsAsync(cluster, shardsBeside, output, cancellationToken);
            var rows = await MeasureAsync(CommitsPerPair, () => InsertAsync(cluster));
            var rareRows = await MeasureAsync(CommitsPerPair, () => InsertAsync(cluster), Pause);
            await output.WriteLineAsync($"pair {pair}: job {Text(some)}; one-row commit {Text(rows)}; after a pause {Text(rareRows)}");
            jobs.AddRange(some);
            commits.AddRange(rows);
            rare.AddRange(rareRows);
        }

        await output.WriteLineAsync($"one-item job: {Text(jobs)}");
        await output.WriteLineAsync($"one-row commit, same database: {Text(commits)}");
        await output.WriteLineAsync($"the same, {Pause.TotalMilliseconds} ms after the last: {Text(rare)}");
        await output.WriteLineAsync(string.Create(
            CultureInfo.InvariantCulture,
            $"a job costs {Percentile.Of(jobs, 0.5) / Percentile.Of(commits, 0.5):0.0} commits, or {Percentile.Of(jobs, 0.5) / Percentile.Of(rare, 0.5):0.0} after a pause (medians)"));
    }

    private static async Task<List<double>> JobsAsync(BenchCluster cluster, int shardsBeside, TextWriter output, CancellationToken cancellationToken)
    {
        if (shardsBeside == 0)
        {
            return await MeasureAsync(JobsPerPair, () => JobAsync(cluster, cancellationToken));
        }

        await using var load = new ShardLoad(cluster, shardsBeside);
        load.Start();
        await Task.Delay(LoadAhead, cancellationToken);
        var began = Stopwatch.GetTimestamp();
        var before = await load.DoneAsync();
        var some = await MeasureAsync(JobsBesideLoad, () => JobAsync(cluster, cancellationToken));
        var done = await load.DoneAsync() - before;
        await output.WriteLineAsync(string.Create(
            CultureInfo.InvariantCulture, $"beside it: {done / Stopwatch.GetElapsedTime(began).TotalSeconds:N0} shards/s in jobs of {shardsBeside:N0}"));
        return some;
    }

    private static async Task JobAsync(BenchCluster cluster, CancellationToken cancellationToken)
    {
        var job = await cluster.Grid.SubmitAsync(new SquaresKernel(), new SquaresInput(1), options: null, cancellationToken);
        await job.OutcomeAsync(cancellationToken);
    }

    private static async Task InsertAsync(BenchCluster cluster)
    {
        await using var command = cluster.Store.Source.CreateCommand(BenchCluster.InsertOneRow);
        await command.ExecuteNonQueryAsync();
    }

    private static async Task<List<double>> MeasureAsync(TimeSpan time, Func<Task> operation, TimeSpan pause = default)
    {
        var milliseconds = new List<double>();
        var began = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(began) < time)
        {
            await Task.Delay(pause);
            var one = Stopwatch.GetTimestamp();
            await operation();
            milliseconds.Add(Stopwatch.GetElapsedTime(one).TotalMilliseconds);
        }

        return milliseconds;
    }

    private static string Text(List<double> milliseconds) => string.Create(
        CultureInfo.InvariantCulture,
        $"p50 {Percentile.Of(milliseconds, 0.5):0.00} ms, p95 {Percentile.Of(milliseconds, 0.95):0.00} ms, p99 {Percentile.Of(milliseconds, 0.99):0.00} ms, max {milliseconds.Max():0.0} ms ({milliseconds.Count})");
}
