using ElasticGrains.Client;
using ElasticGrains.Cluster.Tests.Support;
using ElasticGrains.Engine.Jobs;
using ElasticGrains.Jobs;
using ElasticGrains.Ledger;
using ElasticGrains.Tests.Shared;
using ElasticGrains.Tests.Silo;

namespace ElasticGrains.Cluster.Tests;

/// <summary>An item that kills the process on which it is computed, each time.</summary>
public sealed class SuspectTests
{
    private const long Items = 1600;
    private const int Shards = 16;
    private const long Killer = 730;

    [Fact]
    public async Task Item_KillsItsSilo_IsTriedAloneAndGivenUpAndTheRestIsFinished()
    {
        await using var cluster = await TestCluster.StartAsync(silos: 4);
        await using var client = await cluster.ConnectAsync();
        var policy = JobPolicy.Default with { Shards = Shards, OnQuarantine = FailurePolicy.FinishRest };
        var job = await client.Grid.SubmitAsync(new KillerKernel(), new KillerInput(Items, Milliseconds: 10, Killer), new JobOptions { Id = "killer", Policy = policy });

        var failed = await Assert.ThrowsAsync<JobFailedException>(() => job.ResultAsync());

        var failure = failed.Outcome!.Failure!;
        Assert.Equal(Suspicion.FailureKind, failure.Kind);
        Assert.Contains("killed its silo 3 times: with ", failure.Message, StringComparison.Ordinal);
        Assert.Contains(", alone on silo ", failure.Message, StringComparison.Ordinal);
        Assert.Equal(3, cluster.Silos.Count(silo => silo.HasExited));
        var events = (await cluster.Ledger.ReadHistoryAsync(job.Id))!.Events;
        var convicted = Assert.Single(events.OfType<LedgerEvent.Quarantined>());
        Assert.True(convicted.Range.Contains(Killer) && convicted.Range.Length <= Items / Shards, convicted.Range.ToString());
        Assert.Equal(Items - convicted.Range.Length, events.OfType<LedgerEvent.Committed>().Sum(commit => commit.Range.Length));
        await cluster.VerifyAsync();
        cluster.ReplayIsTrue();
    }

    [Fact]
    public async Task Silo_IsStoppedInOrder_NobodyIsSuspected()
    {
        await using var cluster = await TestCluster.StartAsync(silos: 3);
        await using var client = await cluster.ConnectAsync();
        var job = await client.Grid.SubmitAsync(
            new PacedHashKernel(),
            new PacedInput(3000, Milliseconds: 10),
            new JobOptions { Id = "leaver", Policy = JobPolicy.Default with { Shards = 6, CommitInterval = TimeSpan.FromMilliseconds(200) } });
        var leavers = cluster.Silos.Take(2).ToList();
        await Eventually.HoldsAsync(async () => !leavers.Except(await cluster.CommittersOfAsync(job.Id)).Any(), "both compute");

        leavers.ForEach(silo => Signals.Send("TERM", silo.Id));

        Assert.Equal(HashTally.Of(3000), await job.ResultAsync());
        var ends = (await cluster.Ledger.ReadHistoryAsync(job.Id))!.Events.OfType<LedgerEvent.AttemptEnded>().ToList();
        Assert.Contains(ends, end => end.Move == MoveCause.Drained);
        Assert.DoesNotContain(ends, end => end.End is AttemptEnd.Failed or AttemptEnd.Lost);
        Assert.All(ends, end => Assert.Null(end.Death));
    }
}
