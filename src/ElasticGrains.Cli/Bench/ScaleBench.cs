using System.Diagnostics;
using System.Globalization;
using ElasticGrains.Client;
using ElasticGrains.Jobs;
using ElasticGrains.Kernels.Demo;

namespace ElasticGrains.Cli.Bench;

/// <summary>
/// One job of more and more shards of one item: when it is accepted, when it is complete, what a shard costs, and how much the silos grow.
/// </summary>
internal static class ScaleBench
{
    private const int Smallest = 10_000;
    private const int Step = 10;
    private static readonly TimeSpan WatchEvery = TimeSpan.FromMilliseconds(50);

    public static async Task RunAsync(int most, int rounds, TextWriter output, CancellationToken cancellationToken)
    {
        await using var cluster = await BenchCluster.StartAsync(silos: 2, slots: 1, cancellationToken);
        await output.WriteLineAsync("one job of many shards: warming up");
        for (var shards = Smallest; shards <= most; shards *= Step)
        {
            await OneAsync(cluster, shards, cancellationToken);
        }

        for (var round = 1; round <= rounds; round++)
        {
            for (var shards = Smallest; shards <= most; shards *= Step)
            {
                await output.WriteLineAsync($"round {round}: {await OneAsync(cluster, shards, cancellationToken)}");
            }
        }
    }

    private static async Task<string> OneAsync(BenchCluster cluster, int shards, CancellationToken cancellationToken)
    {
        var options = new JobOptions { Policy = JobPolicy.Default with { Shards = shards } };
        var before = cluster.Silos.Select(ResidentMemory.Of).ToArray();
        var began = Stopwatch.GetTimestamp();
        var job = await cluster.Grid.SubmitAsync(new SquaresKernel(), new SquaresInput(shards), options, cancellationToken);
        var accepted = Stopwatch.GetElapsedTime(began);
        var result = job.ResultAsync(cancellationToken);
        var most = before.ToArray();
        while (!result.IsCompleted)
        {
            await Task.WhenAny(result, Task.Delay(WatchEvery, cancellationToken));
            most = [.. most.Zip(cluster.Silos.Select(ResidentMemory.Of), Math.Max)];
        }

        await result;
        var complete = Stopwatch.GetElapsedTime(began);
        var grown = most.Zip(before, (after, first) => (after - first) >> 20).Max();
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{shards} shards: accepted after {accepted.TotalSeconds:0.000} s, complete after {complete.TotalSeconds:0.00} s, "
            + $"{complete.TotalMicroseconds / shards:0.0} µs per shard; the silo that grew most grew {grown} MiB");
    }
}
