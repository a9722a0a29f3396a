using ElasticGrains.Client;
using ElasticGrains.Cluster.Tests.Support;
using ElasticGrains.Jobs;
using ElasticGrains.Ledger;
using ElasticGrains.Tests.Shared;
using ElasticGrains.Tests.Silo;

namespace ElasticGrains.Cluster.Tests;

/// <summary>A silo that joins in the middle of a job takes its part of it, and a slot that is idle takes it from the slowest.</summary>
public sealed class JoinTests
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(5);

    /// <summary>Of shards that run the end is cut off for it, of those that never ran it takes some.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Silo_JoinsInMidJob_CommitsWithinSeconds(bool hasShardsThatNeverRan)
    {
        await using var cluster = await TestCluster.StartAsync(slots: 1);
        await using var client = await cluster.ConnectAsync();
        var policy = JobPolicy.Default with { Shards = hasShardsThatNeverRan ? 48 : null };
        var job = await client.Grid.SubmitAsync(new PacedHashKernel(), new PacedInput(1200, Milliseconds: 50), new JobOptions { Id = "joined", Policy = policy });
        await cluster.CommitsAsync(job.Id, 3);
        await cluster.AddSilosAsync(1);
        var joined = TimeProvider.System.GetUtcNow();

        Assert.Equal(HashTally.Of(1200), await job.ResultAsync());
        var events = (await cluster.Ledger.ReadHistoryAsync(job.Id))!.Events;
        var grant = events.OfType<LedgerEvent.Granted>().First(grant => cluster.Silos[3].Is(grant.Silo));
        var commit = events.OfType<LedgerEvent.Committed>().First(commit => cluster.Silos[3].Is(SiloOf(events, commit)));
        Assert.True(commit.At - joined <= Soon, $"The silo joined at {joined:O}, had its first shard at {grant.At:O}, and committed first at {commit.At:O}.");
        Assert.Equal(!hasShardsThatNeverRan, events.OfType<LedgerEvent.Split>().Any(split => split.NewShard == grant.Shard));
        Assert.DoesNotContain(events.OfType<LedgerEvent.AttemptEnded>(), end => end.End is AttemptEnd.Failed or AttemptEnd.Lost);
        await cluster.VerifyAsync();
        cluster.ReplayIsTrue();
    }

    [Fact]
    public async Task Silo_OfManySlotsJoinsAJobOfFewShards_IsFilledWithinSeconds()
    {
        const int Slots = 8;
        await using var cluster = await TestCluster.StartAsync(slots: 1);
        await using var client = await cluster.ConnectAsync();
        var job = await client.Grid.SubmitAsync(new PacedHashKernel(), new PacedInput(1500, Milliseconds: 50), new JobOptions { Id = "filled" });
        await cluster.CommitsAsync(job.Id, 3);
        await cluster.AddSilosAsync(1, ("ElasticGrains__Slots", "8"));
        var joined = TimeProvider.System.GetUtcNow();
        await Eventually.HoldsAsync(
            async () => (await client.Grains.ResourceManager().GetSilosAsync()).Any(silo => silo.Slots == Slots && silo.Busy == Slots), "all slots of the new silo are busy");

        Assert.InRange(TimeProvider.System.GetUtcNow() - joined, TimeSpan.Zero, Soon);
        Assert.Equal(HashTally.Of(1500), await job.ResultAsync());
        await cluster.VerifyAsync();
    }

    /// <summary>The dear items are the first planned shard: without cuts its slot alone would work for twenty seconds.</summary>
    [Fact]
    public async Task Shard_TenTimesAsDearAsTheOthers_DoesNotDecideWhenTheJobEnds()
    {
        const int Slots = 6;
        await using var cluster = await TestCluster.StartAsync(slots: Slots / 3);
        await using var client = await cluster.ConnectAsync();
        var traces = Directory.CreateTempSubdirectory("eg-traces-");
        var input = new CountedInput(1200, Milliseconds: 10, traces.FullName, DearItems: 200, DearBy: 10);
        var job = await client.Grid.SubmitAsync(new CountedHashKernel(), input, new JobOptions { Id = "skewed" });

        Assert.Equal(HashTally.Of(1200), await job.ResultAsync());
        Assert.Equal(1200, CountedInput.Computed(traces.FullName));
        var events = (await cluster.Ledger.ReadHistoryAsync(job.Id))!.Events;
        var finished = events.OfType<LedgerEvent.Finished>().Single().At;
        var took = finished - events.OfType<LedgerEvent.Accepted>().Single().At;

        // Of what the attempts took, whatever else the machine did meanwhile: were one slot to decide, the others would have had little of it. Beside the
        // even share: the first report of attempts, and the last commit with the answer.
        var ends = events.OfType<LedgerEvent.AttemptEnded>().ToDictionary(end => (end.Shard, end.Attempt), end => end.At);
        var even = events.OfType<LedgerEvent.Granted>().Aggregate(
            TimeSpan.Zero, (sum, grant) => sum + (ends.GetValueOrDefault((grant.Shard, grant.Attempt), finished) - grant.At)) / Slots;
        Assert.InRange(even, TimeSpan.FromMilliseconds(10 * (1200 + (200 * 9))) / Slots * 0.9, TimeSpan.MaxValue);
        Assert.InRange(took, TimeSpan.Zero, (even * 1.3) + TimeSpan.FromSeconds(1.5));
        await cluster.VerifyAsync();
        cluster.ReplayIsTrue();
        traces.Delete(recursive: true);
    }

    /// <summary>Where a range was computed: under the last grant of its attempt that has its shard.</summary>
    private static string SiloOf(IReadOnlyList<LedgerEvent> events, LedgerEvent.Committed commit) => events
        .TakeWhile(happened => happened != commit).OfType<LedgerEvent.Granted>()
        .Last(grant => grant.Attempt == commit.Attempt && grant.Shard <= commit.Shard && commit.Shard <= grant.Shard + grant.More).Silo;
}
