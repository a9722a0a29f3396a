using ElasticGrains.Blocks;
using ElasticGrains.Client;
using ElasticGrains.Cluster.Tests.Support;
using ElasticGrains.Jobs;
using ElasticGrains.Ledger;
using ElasticGrains.Runtime.Blocks;
using ElasticGrains.Runtime.Scheduling;
using ElasticGrains.Runtime.Transfer;
using ElasticGrains.Security;
using ElasticGrains.Storage.Postgres;
using ElasticGrains.Tests.Shared;
using ElasticGrains.Tests.Silo;

namespace ElasticGrains.Cluster.Tests;

/// <summary>Blocks that a silo has in memory, for other processes.</summary>
public sealed class SharedBlocksTests
{
    private const int Bytes = 3 << 20;

    [Fact]
    public async Task Block_ThatASiloHasInMemory_IsThereForOthersAndLeavesNothingWhenTheSiloIsKilled()
    {
        await using var cluster = await TestCluster.StartAsync(silos: 1);
        await using var client = await cluster.ConnectAsync();
        var (job, block, silo) = await ComputeAsync(cluster, client);
        var name = BlockNames.Of(job, block);
        var stored = await new PostgresBlockStore(cluster.Store).GetAsync(job, block);

        var offer = await new SiloCalls(client.Grains, TimeProvider.System).AskAsync(silo, it => it.FindBlockAsync(name), default);

        Assert.NotNull(offer);
        using var http = new TransferClient(new ClusterToken(cluster.Token), TimeProvider.System);
        var fetched = new byte[block.Length];
        Assert.True(await http.FetchAsync(offer.Address!, name, fetched, block.Checksum, default));
        Assert.True(stored.Span.SequenceEqual(fetched));

        var shared = SharedSegment.TryOpen(offer.Segment!);
        Assert.NotNull(shared);
        cluster.Silos[0].Kill();
        await Eventually.HoldsAsync(() => Task.FromResult(SharedSegment.TryOpen(offer.Segment!) is null), "the memory is found no more");
        Assert.True(stored.Span.SequenceEqual(shared.Memory.Span));
        Assert.False(File.Exists(offer.Segment!.Target.Split(' ')[0]));
        ((IDisposable)shared).Dispose();
    }

    /// <summary>The silo of a job joins what another has computed; each takes its time, so that both compute.</summary>
    [Theory]
    [InlineData("268435456", "shared memory")]
    [InlineData("0", "store")]
    public async Task Join_OfBlocksThatAnotherSiloHasMade_ReadsThemFromWhereTheyAreNearest(string cache, string from)
    {
        const int Items = 12;
        await using var cluster = await TestCluster.StartAsync(silos: 0, slots: 1);
        await cluster.AddSilosAsync(2, ("ElasticGrains__BlockCacheBytes", cache));
        await using var client = await cluster.ConnectAsync();
        var input = new BulkInput(Bulk.Partial, 600_000, Items: Items, Milliseconds: 200);

        var job = await client.Grid.SubmitAsync(new BulkKernel(), input, new JobOptions { Policy = JobPolicy.Default with { Shards = Items } });

        Assert.Equal(BitConverter.GetBytes(Items * BulkKernel.BytesOf(input.Bytes).Length), await job.ResultAsync());
        var granted = (await cluster.Ledger.ReadHistoryAsync(job.Id))!.Events.OfType<LedgerEvent.Granted>().Select(it => it.Silo).Distinct();
        Assert.Equal(2, granted.Count());
        var reads = cluster.Silos.SelectMany(silo => silo.Log.Split('\n')).Where(line => line.StartsWith("block of ", StringComparison.Ordinal)).Select(line => line.Trim().Split(" from ")[1]).ToList();
        Assert.Contains(from, reads);
        Assert.All(reads, read => Assert.True(read == from || (read == "memory" && cache != "0"), $"One was read from {read}."));
    }

    /// <summary>A job whose partial is a block, and the silo that made it.</summary>
    private static async Task<(string Job, BlockHandle Block, string Silo)> ComputeAsync(TestCluster cluster, TestClient client)
    {
        var job = await client.Grid.SubmitAsync(new BulkKernel(), new BulkInput(Bulk.Partial, Bytes));
        await job.ResultAsync();
        var partial = Assert.Single(await cluster.Ledger.ReadPartialsAsync(job.Id, 1, 10));
        var history = await cluster.Ledger.ReadHistoryAsync(job.Id);
        return (job.Id, partial.Payload.Block!, history!.Events.OfType<LedgerEvent.Granted>().Last().Silo);
    }
}
