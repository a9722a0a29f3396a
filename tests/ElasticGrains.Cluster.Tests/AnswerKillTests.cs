using ElasticGrains.Client;
using ElasticGrains.Cluster.Tests.Support;
using ElasticGrains.Jobs;
using ElasticGrains.Ledger;
using ElasticGrains.Tests.Silo;

namespace ElasticGrains.Cluster.Tests;

/// <summary>kill -9 of the writer at the one moment at which its answer is stored and its job has not ended.</summary>
public sealed class AnswerKillTests
{
    private const int Bytes = 10 << 20;

    private const string WaitingForRows = "SELECT count(*) FROM pg_locks WHERE NOT granted AND locktype IN ('transactionid', 'tuple')";
    private const string Blocks = "SELECT count(*) FROM blocks";

    [Fact]
    public async Task Kill_OfTheWriterBetweenItsAnswerAndItsEnd_ChangesNothing()
    {
        await using var cluster = await TestCluster.StartAsync();
        await using var client = await cluster.ConnectAsync();

        await using var noBlock = await DatabaseHold.OnAsync(cluster, DatabaseHold.Blocks);
        var job = await client.Grid.SubmitAsync(
            new BulkKernel(), new BulkInput(Bulk.Answer, Bytes), new JobOptions { Id = "answer-kill", Policy = JobPolicy.Default with { Shards = 1, MaxSlots = 1 } });
        await DatabaseHold.BecomesAsync(cluster, DatabaseHold.WaitingForBlocks, 1, "the answer is about to be stored");

        await using var noEnd = await DatabaseHold.OnAsync(cluster, "SELECT FROM jobs WHERE id = 'answer-kill' FOR NO KEY UPDATE");
        await noBlock.DisposeAsync();
        await DatabaseHold.BecomesAsync(cluster, Blocks, 1, "the answer is stored");
        await DatabaseHold.BecomesAsync(cluster, WaitingForRows, 1, "the job is about to end");
        await noEnd.KillWriterAsync(job.Id);
        await noEnd.DisposeAsync();

        Assert.True((await job.ResultAsync()).AsSpan().SequenceEqual(BulkKernel.BytesOf(Bytes)));
        var history = (await cluster.Ledger.ReadHistoryAsync(job.Id))!;
        Assert.Equal(2, history.Events.OfType<LedgerEvent.WriterTaken>().Count());

        // The first copy is looked for: an answer that is a block may have been stored twice.
        await DatabaseHold.BecomesAsync(cluster, Blocks, 1, "the block is that of the answer");
        await cluster.VerifyAsync();
        cluster.ReplayIsTrue();
        await cluster.Ledger.PurgeAsync([job.Id]);
        Assert.Equal(0, await DatabaseHold.CountAsync(cluster, Blocks));
    }
}
