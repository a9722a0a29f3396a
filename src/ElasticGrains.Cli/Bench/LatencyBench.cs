using System.Diagnostics;
using System.Globalization;
using ElasticGrains.Kernels.Demo;

namespace ElasticGrains.Cli.Bench;

/// <summary>
/// A job of one item, from submission to its result, one after the other; beside it the same database committing one row at a time with
/// the same durability, which is the least that any durable job can cost.
/// </summary>
internal static class LatencyBench
{
    private static readonly TimeSpan JobsPerPair = TimeSpan.FromSeconds(6);
    private static readonly TimeSpan CommitsPerPair = TimeSpan.FromSeconds(2);

    public static async Task RunAsync(int pairs, TextWriter output, CancellationToken cancellationToken)
    {
        await using var cluster = await BenchCluster.StartAsync(silos: 2, slots: 1, cancellationToken);
        await ExecuteAsync(cluster, "CREATE TABLE bench(id bigserial PRIMARY KEY, body text NOT NULL)");
        await output.WriteLineAsync("latency: warming up");
        await MeasureAsync(JobsPerPair, () => JobAsync(cluster, cancellationToken));
        await MeasureAsync(CommitsPerPair, () => ExecuteAsync(cluster, "INSERT INTO bench(body) VALUES('one row')"));
        var (jobs, commits) = (new List<double>(), new List<double>());
        for (var pair = 1; pair <= pairs; pair++)
        {
            var some = await MeasureAsync(JobsPerPair, () => JobAsync(cluster, cancellationToken));
            var rows = await MeasureAsync(CommitsPerPair, () => ExecuteAsync(cluster, "INSERT INTO bench(body) VALUES('one row')"));
            await output.WriteLineAsync($"pair {pair}: job {Text(some)}; one-row commit {Text(rows)}");
            jobs.AddRange(some);
            commits.AddRange(rows);
        }

        await output.WriteLineAsync($"one-item job: {Text(jobs)}");
        await output.WriteLineAsync($"one-row commit, same database: {Text(commits)}");
        await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"a job costs {At(jobs, 0.5) / At(commits, 0.5):0.0} commits (medians)"));
    }

    private static async Task JobAsync(BenchCluster cluster, CancellationToken cancellationToken)
    {
        var job = await cluster.Grid.SubmitAsync(new SquaresKernel(), new SquaresInput(1), options: null, cancellationToken);
        await job.OutcomeAsync(cancellationToken);
    }

    private static async Task ExecuteAsync(BenchCluster cluster, string sql)
    {
        await using var command = cluster.Store.Source.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }

    private static async Task<List<double>> MeasureAsync(TimeSpan time, Func<Task> operation)
    {
        var milliseconds = new List<double>();
        var began = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(began) < time)
        {
            var one = Stopwatch.GetTimestamp();
            await operation();
            milliseconds.Add(Stopwatch.GetElapsedTime(one).TotalMilliseconds);
        }

        return milliseconds;
    }

    private static string Text(List<double> milliseconds) => string.Create(
        CultureInfo.InvariantCulture,
        $"p50 {At(milliseconds, 0.5):0.00} ms, p95 {At(milliseconds, 0.95):0.00} ms, p99 {At(milliseconds, 0.99):0.00} ms, max {milliseconds.Max():0.0} ms ({milliseconds.Count})");

    private static double At(List<double> values, double share)
    {
        var sorted = values.Order().ToList();
        return sorted[(int)Math.Min(sorted.Count - 1, share * sorted.Count)];
    }
}
