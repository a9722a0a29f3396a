using ElasticGrains.Client;
using ElasticGrains.Cluster.Tests.Support;
using ElasticGrains.Jobs;
using ElasticGrains.Ledger;
using ElasticGrains.Storage.Postgres;
using ElasticGrains.Tests.Shared;
using ElasticGrains.Tests.Silo;
using Npgsql;

namespace ElasticGrains.Cluster.Tests;

/// <summary>kill -9 of the writer at the one moment at which its answer is stored and its job has not ended.</summary>
public sealed class AnswerKillTests
{
    private const int Bytes = 10 << 20;

    // What a killed silo has sent, a server that waits for a lock would still do.
    private const string EndWaiting = "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'";

    private const string WaitingForBlocks = "SELECT count(*) FROM pg_locks WHERE NOT granted AND relation = 'blocks'::regclass";
    private const string WaitingForRows = "SELECT count(*) FROM pg_locks WHERE NOT granted AND locktype IN ('transactionid', 'tuple')";
    private const string Blocks = "SELECT count(*) FROM blocks";

    [Fact]
    public async Task Kill_OfTheWriterBetweenItsAnswerAndItsEnd_ChangesNothing()
    {
        await using var cluster = await TestCluster.StartAsync();
        await using var client = await cluster.ConnectAsync();

        // Not the store's: the server ends those of its transactions that are idle for two seconds, and silos those that hold them up.
        await using var source = NpgsqlDataSource.Create(
            new NpgsqlConnectionStringBuilder(cluster.ConnectionString) { SearchPath = PostgresStoreOptions.DefaultSchema });
        await using var blocks = await source.OpenConnectionAsync();
        await using var row = await source.OpenConnectionAsync();

        await using var noBlock = await blocks.BeginTransactionAsync();
        await DoAsync(blocks, "LOCK TABLE blocks IN SHARE MODE");
        var job = await client.Grid.SubmitAsync(
            new BulkKernel(), new BulkInput(Bulk.Answer, Bytes), new JobOptions { Id = "answer-kill", Policy = JobPolicy.Default with { Shards = 1, MaxSlots = 1 } });
        await BecomesAsync(cluster, WaitingForBlocks, 1, "the answer is about to be stored");

        await using var noEnd = await row.BeginTransactionAsync();
        await DoAsync(row, "SELECT FROM jobs WHERE id = 'answer-kill' FOR NO KEY UPDATE");
        await noBlock.RollbackAsync();
        await BecomesAsync(cluster, Blocks, 1, "the answer is stored");
        await BecomesAsync(cluster, WaitingForRows, 1, "the job is about to end");
        (await cluster.WriterOfAsync(job.Id)).Kill();
        Assert.Equal(1, await CountAsync(cluster, EndWaiting));
        await noEnd.RollbackAsync();

        Assert.True((await job.ResultAsync()).AsSpan().SequenceEqual(BulkKernel.BytesOf(Bytes)));
        var history = (await cluster.Ledger.ReadHistoryAsync(job.Id))!;
        Assert.Equal(2, history.Events.OfType<LedgerEvent.WriterTaken>().Count());

        // The first copy is looked for: an answer that is a block may have been stored twice.
        await BecomesAsync(cluster, Blocks, 1, "the block is that of the answer");
        await cluster.VerifyAsync();
        cluster.ReplayIsTrue();
        await cluster.Ledger.PurgeAsync([job.Id]);
        Assert.Equal(0, await CountAsync(cluster, Blocks));
    }

    private static Task BecomesAsync(TestCluster cluster, string count, long expected, string what) =>
        Eventually.HoldsAsync(async () => await CountAsync(cluster, count) == expected, what);

    private static async Task<long> CountAsync(TestCluster cluster, string sql)
    {
        await using var command = cluster.Store.Source.CreateCommand(sql);
        return (long)(await command.ExecuteScalarAsync())!;
    }

    private static async Task DoAsync(NpgsqlConnection connection, string sql)
    {
#pragma warning disable CA2100 // The statements are this class's own.
        await using var command = new NpgsqlCommand(sql, connection);
#pragma warning restore CA2100
        await command.ExecuteNonQueryAsync();
    }
}
