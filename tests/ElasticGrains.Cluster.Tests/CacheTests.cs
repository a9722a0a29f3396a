using ElasticGrains.Client;
using ElasticGrains.Cluster.Tests.Support;
using ElasticGrains.Jobs;
using ElasticGrains.Ledger;
using ElasticGrains.Storage.Postgres;
using ElasticGrains.Tests.Shared;
using ElasticGrains.Tests.Silo;
using Npgsql;

namespace ElasticGrains.Cluster.Tests;

/// <summary>Jobs on a cluster that have the answer of an earlier one.</summary>
public sealed class CacheTests
{
    private const int Bytes = 400 << 10;

    // What a killed silo has sent, a server that waits for a lock would still do.
    private const string EndWaiting = "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'";
    private const string WaitingForBlocks = "SELECT count(*) FROM pg_locks WHERE NOT granted AND relation = 'blocks'::regclass";

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

        // Not the store's: the server ends those of its transactions that are idle for two seconds, and silos those that hold them up.
        await using var source = NpgsqlDataSource.Create(
            new NpgsqlConnectionStringBuilder(cluster.ConnectionString) { SearchPath = PostgresStoreOptions.DefaultSchema });
        await using var blocks = await source.OpenConnectionAsync();
        await using var noBlock = await blocks.BeginTransactionAsync();
        await using var locking = new NpgsqlCommand("LOCK TABLE blocks IN SHARE MODE", blocks);
        await locking.ExecuteNonQueryAsync();
        var second = await SubmitAsync(client, "second");
        await Eventually.HoldsAsync(async () => await CountAsync(cluster, WaitingForBlocks) == 1, "the answer is about to be copied");
        Assert.Equal(JobPhase.Accepted, (await second.StatusAsync()).Phase);
        Assert.Equal(
            "Job first asked for the same; its answer is being copied.", Assert.Single((await client.Grains.Job("second").ExplainAsync())!.Reasons).Text);

        (await cluster.WriterOfAsync("second")).Kill();
        Assert.Equal(1, await CountAsync(cluster, EndWaiting));
        await noBlock.RollbackAsync();

        Assert.Equal(Answer, await second.ResultAsync());
        Assert.Null((await second.StatusAsync()).CopiedFrom);
        var history = (await cluster.Ledger.ReadHistoryAsync("second"))!;
        Assert.Equal(2, history.Events.OfType<LedgerEvent.WriterTaken>().Count());
        Assert.Contains(history.Events, happened => happened is LedgerEvent.Committed);
        await cluster.VerifyAsync();
        cluster.ReplayIsTrue();
    }

    private static byte[] Answer { get; } = BulkKernel.BytesOf(Bytes);

    private static JobOptions Named(string id) => new() { Id = id, Policy = JobPolicy.Default with { UseCache = true } };

    private static Task<JobHandle<byte[]>> SubmitAsync(TestClient client, string id) => client.Grid.SubmitAsync(new BulkKernel(), new BulkInput(Bulk.Answer, Bytes), Named(id));

    private static async Task<long> CountAsync(TestCluster cluster, string sql)
    {
        await using var command = cluster.Store.Source.CreateCommand(sql);
        return (long)(await command.ExecuteScalarAsync())!;
    }
}
