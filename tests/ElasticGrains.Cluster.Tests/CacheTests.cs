using ElasticGrains.Client;
using ElasticGrains.Cluster.Tests.Support;
using ElasticGrains.Jobs;
using ElasticGrains.Ledger;
using ElasticGrains.Tests.Silo;

namespace ElasticGrains.Cluster.Tests;

/// <summary>Jobs on a cluster that have the answer of an earlier one.</summary>
public sealed class CacheTests
{
    private const int Bytes = 400 << 10;

    [Fact]
    public async Task Jobs_OfWhatWasComputed_HaveTheAnswerAndAreVerified()
    {
        await using var cluster = await TestCluster.StartAsync(silos: 2);
        await using var client = await cluster.ConnectAsync();
        var input = new PacedInput(60, 5);
        Assert.Equal(HashTally.Of(60), await (await client.Grid.SubmitAsync(new PacedHashKernel(), input, Named("first"))).ResultAsync());
        Assert.Equal(Answer, await (await SubmitAsync(client, "first-block")).ResultAsync());

        // More of them than silos: grains of several silos ask.
        for (var i = 0; i < 8; i++)
        {
            var copy = await client.Grid.SubmitAsync(new PacedHashKernel(), input, Named($"copy-{i}"));
            Assert.Equal(HashTally.Of(60), await copy.ResultAsync());
            Assert.NotNull((await copy.StatusAsync()).CopiedFrom);
            Assert.Equal(0, (await copy.ReceiptAsync()).Attempts);
            var block = await SubmitAsync(client, $"copy-block-{i}");
            Assert.Equal(Answer, await block.ResultAsync());
            Assert.NotNull((await block.StatusAsync()).CopiedFrom);
        }

        await cluster.VerifyAsync();
        cluster.ReplayIsTrue();
        Assert.Equal(2, await cluster.Ledger.PurgeAsync(["first", "first-block"]));
        Assert.Equal(Answer, await client.Grid.Attach<byte[]>("copy-block-0").ResultAsync());
        await cluster.VerifyAsync();
    }

    [Fact]
    public async Task Job_WhoseWriterIsKilledWhileTheAnswerIsCopied_IsComputed()
    {
        await using var cluster = await TestCluster.StartAsync();
        await using var client = await cluster.ConnectAsync();
        Assert.Equal(Answer, await (await SubmitAsync(client, "first")).ResultAsync());

        await using var hold = await DatabaseHold.OnAsync(cluster, DatabaseHold.Blocks);
        var second = await SubmitAsync(client, "second");
        await DatabaseHold.BecomesAsync(cluster, DatabaseHold.WaitingForBlocks, 1, "the answer is about to be copied");
        Assert.Equal(JobPhase.Accepted, (await second.StatusAsync()).Phase);
        Assert.Equal(
            "Job first asked for the same; its answer is being copied.", Assert.Single((await client.Grains.Job("second").ExplainAsync())!.Reasons).Text);

        await hold.KillWriterAsync("second");
        await hold.DisposeAsync();

        Assert.Equal(Answer, await second.ResultAsync());
        Assert.Null((await second.StatusAsync()).CopiedFrom);
        var history = (await cluster.Ledger.ReadHistoryAsync("second"))!;
        Assert.Equal(2, history.Events.OfType<LedgerEvent.WriterTaken>().Count());
        Assert.Contains(history.Events, happened => happened is LedgerEvent.Committed);
        await cluster.VerifyAsync();
        cluster.ReplayIsTrue();
    }

    private static byte[] Answer { get; } = BulkKernel.BytesOf(Bytes);

    private static JobOptions Named(string id) => new() { Id = id, Policy = JobPolicy.Default with { Cache = CacheUse.Take } };

    private static Task<JobHandle<byte[]>> SubmitAsync(TestClient client, string id) => client.Grid.SubmitAsync(new BulkKernel(), new BulkInput(Bulk.Answer, Bytes), Named(id));
}
