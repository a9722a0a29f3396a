using System.Net;
using ElasticGrains.Cli.Clusters;
using ElasticGrains.Cli.Tests.Support;
using ElasticGrains.Cli.Waiting;
using ElasticGrains.Client;
using ElasticGrains.Jobs;
using ElasticGrains.Kernels;
using ElasticGrains.Ledger;
using ElasticGrains.Scheduling;
using ElasticGrains.Storage.Postgres;
using ElasticGrains.Tests.Shared;
using ElasticGrains.Transfer;

namespace ElasticGrains.Cli.Tests.Waiting;

/// <summary>What a kernel has made ready follows its shards from silo to silo.</summary>
public sealed class WarmStateTests() : RunningCluster(3, "--silos", "3", "--slots", "1")
{
    private const int Milliseconds = 10;

    private ClusterFile File => ClusterFile.Read(Path.Combine(Scratch.Directory, ".eg", "cluster"));

    [Fact]
    public async Task WarmState_ShardsMoveAndSilosLeave_IsMadeOnceAndCarried()
    {
        using var traces = new Scratch();
        await using var client = await ClusterClient.ConnectAsync(File, default);

        // On all silos.
        await RunAsync(client, traces, "spread", items: 300, warmBytes: 3_000_001, maxSlots: null, _ => Task.CompletedTask);
        Assert.Equal(1, WaitTrace.Made(traces.Directory));

        // By hand, to one silo and to another.
        await RunAsync(client, traces, "moved", items: 400, warmBytes: 3_000_002, maxSlots: 1, async job =>
        {
            await MoveAsync(client, job);
            await Eventually.HoldsAsync(async () => (await GrantsAsync(job)).Count == 2, "the shard has moved");
            await OthersAreRefusedAsync(client, (await GrantsAsync(job))[0]);
        });
        Assert.Equal(2, WaitTrace.Made(traces.Directory));

        // The silo that has it leaves.
        await RunAsync(client, traces, "drained", items: 400, warmBytes: 3_000_003, maxSlots: 1, async job =>
            (await RunAsync("silo", "drain", (await GrantsAsync(job))[^1])).Succeeds());
        Assert.Equal(3, WaitTrace.Made(traces.Directory));
    }

    private static async Task RunAsync(ClusterClient client, Scratch traces, string id, long items, int warmBytes, int? maxSlots, Func<string, Task> meanwhile)
    {
        var before = WaitTrace.Finished(traces.Directory);
        var job = await client.Grid.SubmitAsync(
            new WaitKernel(), new WaitInput(items, Milliseconds, traces.Directory, warmBytes), new JobOptions { Id = id, Policy = JobPolicy.Default with { MaxSlots = maxSlots } });
        await Eventually.HoldsAsync(() => Task.FromResult(WaitTrace.Finished(traces.Directory) > before + 30), "items are computed");
        await meanwhile(id);
        Assert.Equal(WaitTally.Of(items), await job.ResultAsync());
    }

    private async Task MoveAsync(ClusterClient client, string job)
    {
        var from = (await GrantsAsync(job)).Single();
        var to = (await client.Grains.ResourceManager().GetSilosAsync()).First(silo => silo.Silo != from).Silo;
        Assert.Null(await client.Grains.Job(job).MoveShardAsync(0, to));
    }

    /// <summary>The silos on which the job's first shard was granted, in order.</summary>
    private async Task<IReadOnlyList<string>> GrantsAsync(string job)
    {
        await using var store = PostgresStore.Open(new PostgresStoreOptions { ConnectionString = File.ConnectionString });
        var history = await new PostgresJobLedger(store, TimeProvider.System).ReadHistoryAsync(job);
        return [.. history!.Events.OfType<LedgerEvent.Granted>().Where(grant => grant.Shard == 0).Select(grant => grant.Silo)];
    }

    private static async Task OthersAreRefusedAsync(ClusterClient client, string silo)
    {
        var name = ((IWarmRun)new WaitKernel().Bind(KernelJson.Write(new WaitInput(1, Milliseconds, Traces: null, 3_000_002)))).WarmKey;
        RequestContext.Set(LeasePlacement.SiloKey, silo);
        var offer = await client.Grains.GetGrain<ISiloGrain>(GrainKeys.OfSilo(silo)).FindTransferAsync(name);
        Assert.True(offer?.IsReady);
        var address = offer!.Address;
        using var http = new HttpClient();
        var url = $"http://{address}{TransferRequest.Path}?{TransferRequest.Name}={Uri.EscapeDataString(name)}";
        Assert.Equal(HttpStatusCode.Unauthorized, (await http.GetAsync(new Uri(url))).StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, (await http.GetAsync(new Uri($"http://{address}/"))).StatusCode);
    }
}
