using System.Diagnostics;
using System.Globalization;
using ElasticGrains.Blocks;
using ElasticGrains.Client;
using ElasticGrains.Jobs;
using ElasticGrains.Kernels.Demo;
using ElasticGrains.Ledger;
using ElasticGrains.Runtime.Blocks;
using ElasticGrains.Runtime.Scheduling;
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
internal sealed class TransferBench(BenchCluster cluster, string silo, string job, BlockHandle block, TransferClient client)
{
    private const int CallsPerSecond = 1000;
    private const int Fetchers = 2;

    private static readonly TimeSpan AtLeast = TimeSpan.FromSeconds(10);

    private readonly string _name = BlockNames.Of(job, block);
    private readonly SiloCalls _calls = new(cluster.Grains, TimeProvider.System);

    public static async Task RunAsync(IReadOnlyList<TransferCase> cases, int bytes, int pairs, TextWriter output, TextWriter notes, CancellationToken cancellationToken)
    {
        await using var cluster = await BenchCluster.StartAsync(silos: 1, slots: 1, cancellationToken);
        var (job, silo, block) = await ComputeAsync(cluster, bytes, cancellationToken);
        using var client = new TransferClient(cluster.Token, TimeProvider.System);
        var bench = new TransferBench(cluster, silo, job, block, client);
        using var source = await ByteSource.StartAsync(cancellationToken);
        foreach (var it in cases)
        {
            await (it switch
            {
                TransferCase.Http => bench.CompareAsync("HTTP", new Unshared(bench._calls), source, pairs, output, notes, cancellationToken),
                TransferCase.Shared => bench.CompareAsync("shared memory", bench._calls, source, pairs, output, notes, cancellationToken),
                _ => bench.CallsAsync(source, pairs, output, cancellationToken),
            });
        }
    }

    /// <summary>A job of one commit, whose partial is a block of about so many bytes: the silo that made it has it in memory.</summary>
    private static async Task<(string Job, string Silo, BlockHandle Block)> ComputeAsync(BenchCluster cluster, int bytes, CancellationToken cancellationToken)
    {
        var policy = JobPolicy.Default with { Shards = 1, MaxSlots = 1, CommitInterval = AtLeast };
        var input = new SquaresInput(bytes / sizeof(long));
        var job = await cluster.Grid.SubmitAsync(new SquaresKernel(), input, new JobOptions { Policy = policy }, cancellationToken);
        await job.OutcomeAsync(cancellationToken);
        var partials = await cluster.Ledger.ReadPartialsAsync(job.Id, 1, 10, cancellationToken);
        Require(partials is [{ Payload.Block: not null }], "the job has not made one block");
        var history = await cluster.HistoryAsync(job.Id, _ => true, cancellationToken);
        return (job.Id, history.OfType<LedgerEvent.Granted>().Last().Silo, partials[0].Payload.Block!);
    }

    private async Task CompareAsync(
        string name, ISiloCalls calls, ByteSource source, int pairs, TextWriter output, TextWriter notes, CancellationToken cancellationToken)
    {
        var peers = new BlockPeers(calls, client, TimeProvider.System, NullLogger<BlockPeers>.Instance);
        var title = string.Create(CultureInfo.InvariantCulture, $"blocks of {block.Length:N0} bytes, one after the other");
        var subject = new Arm(name, token => MeasureAsync(() => FetchAsync(peers, token)));
        var control = new Arm("TCP", token => MeasureAsync(() => FetchAsync(source, token)));
        await output.WriteLineAsync((await new PairedRuns(title, "MB/s", subject, control, pairs).RunAsync(notes, cancellationToken)).ToString());
    }

    /// <summary>Calls alone, beside blocks, and beside bare TCP connections that are as busy: what the machine alone does to them.</summary>
    private async Task CallsAsync(ByteSource source, int pairs, TextWriter output, CancellationToken cancellationToken)
    {
        var peers = new BlockPeers(new Unshared(_calls), client, TimeProvider.System, NullLogger<BlockPeers>.Instance);
        using var second = await ByteSource.StartAsync(cancellationToken);
        var (quiet, blocks, bare) = (new List<double>(), new List<double>(), new List<double>());
        for (var pair = 0; pair <= pairs; pair++)
        {
            var (alone, _) = await CallAsync([], cancellationToken);
            var (besideBlocks, blocksRate) = await CallAsync([.. Enumerable.Repeat((Func<Task>)(() => FetchAsync(peers, cancellationToken)), Fetchers)], cancellationToken);
            var (besideBare, bareRate) = await CallAsync([() => FetchAsync(source, cancellationToken), () => FetchAsync(second, cancellationToken)], cancellationToken);

            // The first is the warm-up.
            if (pair > 0)
            {
                quiet.Add(alone);
                blocks.Add(besideBlocks);
                bare.Add(besideBare);
                await output.WriteLineAsync(string.Create(
                    CultureInfo.InvariantCulture,
                    $"calls, {CallsPerSecond}/s: p99 {alone:F2} ms alone, {besideBlocks:F2} ms beside blocks of {blocksRate:F0} MB/s, {besideBare:F2} ms beside bare TCP of {bareRate:F0} MB/s"));
            }
        }

        await output.WriteLineAsync(string.Create(
            CultureInfo.InvariantCulture,
            $"calls: p99 {MedianInterval.Median(quiet):F2} ms alone, {MedianInterval.Median(blocks):F2} ms beside blocks, ratio {Ratio(blocks):F2}; {MedianInterval.Median(bare):F2} ms beside bare TCP, ratio {Ratio(bare):F2} (medians of {pairs} rounds)"));

        double Ratio(List<double> beside) => MedianInterval.Median(beside.Zip(quiet, (one, alone) => one / alone));
    }

    /// <summary>The 99th percentile of calls while something is fetched again and again, in milliseconds, and with how many MB/s it was.</summary>
    private async Task<(double Calls, double Rate)> CallAsync(IReadOnlyList<Func<Task>> fetches, CancellationToken cancellationToken)
    {
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var fetched = 0L;
        var fetchers = fetches.Select(async fetchAsync =>
        {
            while (!enough.IsCancellationRequested)
            {
                await fetchAsync();
                Interlocked.Add(ref fetched, block.Length);
            }
        }).ToList();
        var began = Stopwatch.GetTimestamp();
        var times = await new PacedCalls(CallsPerSecond, AtLeast).MeasureAsync(
            () => _calls.AskAsync(silo, it => it.FindTransferAsync("nothing"), cancellationToken), cancellationToken);
        var rate = fetched / 1e6 / Stopwatch.GetElapsedTime(began).TotalSeconds;
        await enough.CancelAsync();
        await Task.WhenAll(fetchers);
        return (Percentile.Of(times, 0.99), rate);
    }

    private async Task FetchAsync(ByteSource source, CancellationToken cancellationToken) =>
        Require((await source.FetchAsync((int)block.Length, cancellationToken)).Length == block.Length);

    private async Task FetchAsync(BlockPeers peers, CancellationToken cancellationToken)
    {
        var bytes = await peers.FetchAsync(silo, _name, block, cancellationToken);
        Require(bytes?.Bytes.Length == block.Length);
        bytes!.LetGo();
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

    private static void Require(bool holds, string otherwise = "a block did not arrive")
    {
        if (!holds)
        {
            throw new InvalidOperationException($"The figure is void: {otherwise}.");
        }
    }

    /// <summary>As between two machines.</summary>
    private sealed class Unshared(ISiloCalls inner) : ISiloCalls
    {
        public async Task<T> AskAsync<T>(string silo, Func<ISiloGrain, Task<T>> ask, CancellationToken cancellationToken) =>
            await inner.AskAsync(silo, ask, cancellationToken) is var answer && answer is BlockOffer offer ? (T)(object)(offer with { Segment = null }) : answer;
    }
}
