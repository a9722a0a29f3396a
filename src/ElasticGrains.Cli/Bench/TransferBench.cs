using System.Diagnostics;
using System.Globalization;
using ElasticGrains.Blocks;
using ElasticGrains.Client;
using ElasticGrains.Jobs;
using ElasticGrains.Kernels.Demo;
using ElasticGrains.Ledger;
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
                _ => bench.CallsAsync(pairs, output, cancellationToken),
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
        var control = new Arm("TCP", token => MeasureAsync(async () => Require((await source.FetchAsync((int)block.Length, token)).Length == block.Length)));
        await output.WriteLineAsync((await new PairedRuns(title, "MB/s", subject, control, pairs).RunAsync(notes, cancellationToken)).ToString());
    }

    private async Task CallsAsync(int pairs, TextWriter output, CancellationToken cancellationToken)
    {
        var peers = new BlockPeers(new Unshared(_calls), client, TimeProvider.System, NullLogger<BlockPeers>.Instance);
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

    /// <summary>Small calls, each begun at its time whether the ones before have come back or not: by a thread of its own, since timers of the pool come in bunches.</summary>
    private async Task<IReadOnlyList<double>> CallAsync(CancellationToken cancellationToken)
    {
        var begun = new TaskCompletionSource<List<Task<double>>>(TaskCreationOptions.RunContinuationsAsynchronously);
        new Thread(() => begun.SetResult(Begin())) { IsBackground = true, Name = "eg-bench-calls" }.Start();
        return await Task.WhenAll(await begun.Task);

        List<Task<double>> Begin()
        {
            var calls = new List<Task<double>>();
            using var never = new ManualResetEventSlim();
            for (var began = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(began) < AtLeast && !cancellationToken.IsCancellationRequested; never.Wait(1, CancellationToken.None))
            {
                while (calls.Count < Stopwatch.GetElapsedTime(began).TotalSeconds * CallsPerSecond)
                {
                    calls.Add(TimeAsync(began + (calls.Count * Stopwatch.Frequency / CallsPerSecond)));
                }
            }

            return calls;
        }

        async Task<double> TimeAsync(long planned)
        {
            await _calls.AskAsync(silo, it => it.FindTransferAsync("nothing"), cancellationToken);
            return Stopwatch.GetElapsedTime(planned).TotalMilliseconds;
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
