using System.Diagnostics;
using System.Globalization;
using ElasticGrains.Blocks;
using ElasticGrains.Jobs;
using ElasticGrains.Runtime.Blocks;
using ElasticGrains.Runtime.Transfer;
using ElasticGrains.Scheduling;
using ElasticGrains.Transfer;
using Microsoft.Extensions.Logging.Abstractions;

namespace ElasticGrains.Cli.Bench;

/// <summary>
/// A block that a silo has in memory, fetched by this process as another silo does it (a call that asks where it is, the bytes, the checksum), over HTTP and
/// through shared memory. Beside it as many bytes over a bare TCP connection of the same machine, unchecked. And small calls to that silo while it serves
/// blocks as fast as it can.
/// </summary>
internal sealed class TransferBench(BenchCluster cluster, string silo, BlockHandle block, TransferClient client)
{
    private const string Job = "transfer";
    private const int CallsPerSecond = 1000;
    private const int Fetchers = 2;

    private static readonly TimeSpan AtLeast = TimeSpan.FromSeconds(10);

    private readonly string _name = BlockNames.Of(Job, block);
    private readonly SiloCalls _calls = new(cluster.Grains, TimeProvider.System);

    public static async Task RunAsync(IReadOnlyList<TransferCase> cases, int bytes, int pairs, TextWriter output, TextWriter notes, CancellationToken cancellationToken)
    {
        var items = (bytes - ItemsJob.BytesOf(0)) / sizeof(long);
        await using var cluster = await BenchCluster.StartAsync(silos: 1, slots: 1, cancellationToken);
        var blocks = await ItemsJob.WriteAsync(cluster.Ledger, cluster.Blocks, Job, items, items, cancellationToken);

        // Whoever asks a silo for an item has it read the block.
        await cluster.Grid.Attach<long>(Job).ItemAsync(0, cancellationToken);
        var silo = (await cluster.Grains.ResourceManager().GetSilosAsync()).Single().Silo;
        using var client = new TransferClient(cluster.Token, TimeProvider.System);
        var bench = new TransferBench(cluster, silo, blocks[0], client);
        using var source = await ByteSource.StartAsync(cancellationToken);
        foreach (var it in cases)
        {
            await (it switch
            {
                TransferCase.Http => bench.CompareAsync("HTTP", new Unshared(bench._calls), source, pairs, output, notes, cancellationToken),
                TransferCase.Shared => bench.CompareAsync("shared memory", bench._calls, source, pairs, output, notes, cancellationToken),
                _ => bench.CallsAsync(pairs, output, cancellationToken),
            });
        }
    }

    private async Task CompareAsync(
        string name, ISiloCalls calls, ByteSource source, int pairs, TextWriter output, TextWriter notes, CancellationToken cancellationToken)
    {
        var peers = new BlockPeers(calls, client, NullLogger<BlockPeers>.Instance);
        var title = string.Create(CultureInfo.InvariantCulture, $"blocks of {block.Length:N0} bytes, one after the other");
        var subject = new Arm(name, token => MeasureAsync(() => FetchAsync(peers, token)));
        var control = new Arm("TCP", token => MeasureAsync(async () => Require((await source.FetchAsync((int)block.Length, token)).Length == block.Length)));
        await output.WriteLineAsync((await new PairedRuns(title, "MB/s", subject, control, pairs).RunAsync(notes, cancellationToken)).ToString());
    }

    private async Task CallsAsync(int pairs, TextWriter output, CancellationToken cancellationToken)
    {
        var peers = new BlockPeers(new Unshared(_calls), client, NullLogger<BlockPeers>.Instance);
        var (quiet, beside) = (new List<double>(), new List<double>());
        for (var pair = 0; pair <= pairs; pair++)
        {
            var alone = await CallAsync(cancellationToken);
            using var enough = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            var fetched = 0L;
            var fetchers = Enumerable.Range(0, Fetchers).Select(async _ =>
            {
                while (!enough.IsCancellationRequested)
                {
                    await FetchAsync(peers, cancellationToken);
                    Interlocked.Add(ref fetched, block.Length);
                }
            }).ToList();
            var began = Stopwatch.GetTimestamp();
            var busy = await CallAsync(cancellationToken);
            var rate = fetched / 1e6 / Stopwatch.GetElapsedTime(began).TotalSeconds;
            await enough.CancelAsync();
            await Task.WhenAll(fetchers);

            // The first is the warm-up.
            if (pair > 0)
            {
                quiet.Add(Percentile.Of(alone, 0.99));
                beside.Add(Percentile.Of(busy, 0.99));
                await output.WriteLineAsync(string.Create(
                    CultureInfo.InvariantCulture, $"calls, {CallsPerSecond}/s: p99 {quiet[^1]:F2} ms quiet, {beside[^1]:F2} ms beside {rate:F0} MB/s, ratio {beside[^1] / quiet[^1]:F2}"));
            }
        }

        await output.WriteLineAsync(string.Create(
            CultureInfo.InvariantCulture,
            $"calls: p99 {MedianInterval.Median(quiet):F2} ms quiet, {MedianInterval.Median(beside):F2} ms beside, ratio {MedianInterval.Median(quiet.Zip(beside, (a, b) => b / a)):F2} (medians of {pairs} pairs)"));
    }

    private async Task FetchAsync(BlockPeers peers, CancellationToken cancellationToken)
    {
        var bytes = await peers.FetchAsync(silo, _name, block, cancellationToken);
        Require(bytes?.Bytes.Length == block.Length);
        bytes!.LetGo();
    }

    /// <summary>Small calls, each begun at its time whether the ones before have come back or not.</summary>
    private async Task<IReadOnlyList<double>> CallAsync(CancellationToken cancellationToken)
    {
        var calls = new List<Task<double>>();
        var began = Stopwatch.GetTimestamp();
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(1));
        while (Stopwatch.GetElapsedTime(began) < AtLeast)
        {
            while (calls.Count < Stopwatch.GetElapsedTime(began).TotalSeconds * CallsPerSecond)
            {
                calls.Add(CallAsync());
            }

            await timer.WaitForNextTickAsync(cancellationToken);
        }

        return await Task.WhenAll(calls);

        async Task<double> CallAsync()
        {
            var sent = Stopwatch.GetTimestamp();
            await _calls.AskAsync(silo, it => it.FindTransferAsync("nothing"), cancellationToken);
            return Stopwatch.GetElapsedTime(sent).TotalMilliseconds;
        }
    }

    /// <summary>Megabytes (10^6 bytes) in a second.</summary>
    private async Task<double> MeasureAsync(Func<Task> fetchAsync)
    {
        var began = Stopwatch.GetTimestamp();
        var count = 0;
        for (; Stopwatch.GetElapsedTime(began) < AtLeast; count++)
        {
            await fetchAsync();
        }

        return count * block.Length / 1e6 / Stopwatch.GetElapsedTime(began).TotalSeconds;
    }

    private static void Require(bool holds)
    {
        if (!holds)
        {
            throw new InvalidOperationException("The figure is void: a block did not arrive.");
        }
    }

    /// <summary>As between two machines.</summary>
    private sealed class Unshared(ISiloCalls inner) : ISiloCalls
    {
        public async Task<T> AskAsync<T>(string silo, Func<ISiloGrain, Task<T>> ask, CancellationToken cancellationToken) =>
            await inner.AskAsync(silo, ask, cancellationToken) is var answer && answer is BlockOffer offer ? (T)(object)(offer with { Segment = null }) : answer;
    }
}
