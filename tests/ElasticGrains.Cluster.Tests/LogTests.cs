using ElasticGrains.Client;
using ElasticGrains.Cluster.Tests.Support;
using ElasticGrains.Jobs;
using ElasticGrains.Ledger;
using ElasticGrains.Storage.Postgres;
using ElasticGrains.Tests.Shared;
using ElasticGrains.Tests.Silo;

namespace ElasticGrains.Cluster.Tests;

/// <summary>What kernels wrote outlives the silo that they wrote it on.</summary>
public sealed class LogTests
{
    private const long Items = 600;
    private const int Shards = 6;

    // Commits come late: what a killed silo computed is computed again, and said again by another attempt.
    private static readonly JobOptions Late = new() { Id = "talks", Policy = JobPolicy.Default with { CommitInterval = TimeSpan.FromSeconds(20), Shards = Shards } };

    [Fact]
    public async Task Log_OfAKilledSilo_HasWhatItsAttemptsSaid()
    {
        await using var cluster = await TestCluster.StartAsync();
        await using var client = await cluster.ConnectAsync();
        var log = new PostgresJobLog(cluster.Store);
        var job = await client.Grid.SubmitAsync(new TalkingKernel(), new PacedInput(Items, Milliseconds: 40), Late);
        await Eventually.HoldsAsync(async () => (await ReadAsync()).Select(line => line.Shard).Distinct().Count() == Shards, "every shard has said something");
        var before = await ReadAsync();
        (await cluster.RunnersOfAsync(job.Id))[0].Kill();

        Assert.Equal(Items, await job.ResultAsync());
        await Eventually.HoldsAsync(async () => (await ReadAsync()).Select(line => line.Text).Distinct().Count() == Items, "every item was said");
        var after = await ReadAsync();
        Assert.Equal(before, after.Take(before.Count));
        var events = (await cluster.Ledger.ReadHistoryAsync(job.Id))!.Events;
        var said = after.Select(line => (line.Shard, line.Text)).ToHashSet();
        Assert.All(events.OfType<LedgerEvent.Committed>(), commit => Assert.All(Range(commit), item => Assert.Contains((commit.Shard, $"item {item}"), said)));

        // Those that were split off had perhaps not said anything yet.
        var lost = events.OfType<LedgerEvent.AttemptEnded>().Where(end => end.End == AttemptEnd.Lost && end.Shard < Shards).ToList();
        Assert.NotEmpty(lost);
        Assert.All(lost, end => Assert.Contains(after, line => line.Shard == end.Shard && line.Attempt == end.Attempt));
        Assert.All(lost, end => Assert.Contains(after, line => line.Shard == end.Shard && line.Attempt > end.Attempt));

        Task<IReadOnlyList<LogLine>> ReadAsync() => log.ReadAsync(job.Id, new LogQuery { Max = 10_000 });
        static IEnumerable<long> Range(LedgerEvent.Committed commit) => Enumerable.Range(0, (int)commit.Range.Length).Select(offset => commit.Range.Start + offset);
    }
}
