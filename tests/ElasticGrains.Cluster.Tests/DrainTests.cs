using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using ElasticGrains.Client;
using ElasticGrains.Cluster.Tests.Support;
using ElasticGrains.Jobs;
using ElasticGrains.Ledger;
using ElasticGrains.Scheduling;
using ElasticGrains.Tests.Shared;
using ElasticGrains.Tests.Silo;

namespace ElasticGrains.Cluster.Tests;

/// <summary>Silos that leave in order, in the middle of a job: nothing is computed twice, and nothing counts as failed or lost.</summary>
public sealed partial class DrainTests
{
    private const long Items = 2400;

    // A commit by itself comes late: what is committed at the drain is so because of it.
    private static readonly JobPolicy Rarely = JobPolicy.Default with { CommitInterval = TimeSpan.FromSeconds(30) };

    [Theory]
    [InlineData(true, null)]
    [InlineData(false, null)]
    [InlineData(true, 48)]
    public async Task Silo_AskedToEnd_GivesItsWorkAwayAndEnds(bool isWriter, int? shards)
    {
        await using var cluster = await TestCluster.StartAsync();
        await using var client = await cluster.ConnectAsync();
        var traces = Directory.CreateTempSubdirectory("eg-traces-");
        var job = await client.Grid.SubmitAsync(
            new CountedHashKernel(), new CountedInput(Items, Milliseconds: 10, traces.FullName), new JobOptions { Id = "drained", Policy = Rarely with { Shards = shards } });
        await ComputedAsync(traces, 300);
        var writer = await cluster.WriterOfAsync(job.Id);
        var leaver = isWriter ? writer : cluster.Silos.First(silo => silo != writer);
        var began = Stopwatch.GetTimestamp();
        Signals.Send("TERM", leaver.Id);
        await leaver.WaitForExitAsync(TimeSpan.FromSeconds(30));
        var took = Stopwatch.GetElapsedTime(began);

        Assert.Equal(0, leaver.ExitCode);
        Assert.Equal(HashTally.Of(Items), await job.ResultAsync());
        await NothingIsWastedAsync(cluster, job.Id, traces);
        Assert.InRange(took, TimeSpan.Zero, TimeSpan.FromSeconds(10));
        await cluster.VerifyAsync();
        cluster.ReplayIsTrue();
        traces.Delete(recursive: true);
    }

    /// <summary>One silo after the other is replaced, as an upgrade does it.</summary>
    [Fact]
    public async Task Silos_ReplacedOneByOne_JobNoticesNothing()
    {
        await using var cluster = await TestCluster.StartAsync();
        await using var client = await cluster.ConnectAsync();
        var traces = Directory.CreateTempSubdirectory("eg-traces-");
        var job = await client.Grid.SubmitAsync(
            new CountedHashKernel(), new CountedInput(6000, Milliseconds: 10, traces.FullName), new JobOptions { Id = "rolled", Policy = Rarely });
        foreach (var old in cluster.Silos.ToList())
        {
            await ComputedAsync(traces, CountedInput.Computed(traces.FullName) + 100);
            await cluster.AddSilosAsync(1);
            Signals.Send("TERM", old.Id);
            await old.WaitForExitAsync(TimeSpan.FromSeconds(30));
            Assert.Equal(0, old.ExitCode);
        }

        Assert.Equal(HashTally.Of(6000), await job.ResultAsync());
        await NothingIsWastedAsync(cluster, job.Id, traces);
        await cluster.VerifyAsync();
        traces.Delete(recursive: true);
    }

    [Fact]
    public async Task Silo_AskedToEndWithALongItem_AbandonsItAtTheDeadlineAndSaysSo()
    {
        await using var cluster = await TestCluster.StartAsync(silos: 2);
        await cluster.AddSilosAsync(1, ("ElasticGrains__DrainDeadline", "00:00:01"));
        await using var client = await cluster.ConnectAsync();
        var job = await client.Grid.SubmitAsync(
            new PacedHashKernel(), new PacedInput(6, Milliseconds: 15_000), new JobOptions { Id = "long-items", Policy = Rarely with { Shards = 6 } });
        var leaver = cluster.Silos[2];
        await Eventually.HoldsAsync(
            async () => (await client.Grains.ResourceManager().GetSilosAsync()).Any(silo => silo.Silo.StartsWith($"{leaver.Name}.", StringComparison.Ordinal) && silo.Busy > 0), "an item is begun there");
        Signals.Send("TERM", leaver.Id);
        await leaver.WaitForExitAsync(TimeSpan.FromSeconds(15));

        Assert.Equal(0, leaver.ExitCode);
        Assert.Equal(HashTally.Of(6), await job.ResultAsync());
        var ends = (await cluster.Ledger.ReadHistoryAsync(job.Id))!.Events.OfType<LedgerEvent.AttemptEnded>().ToList();
        Assert.Contains(ends, end => end is { End: AttemptEnd.Stopped, Move: MoveCause.Drained, Abandoned: 1 });
        Assert.DoesNotContain(ends, end => end.End is AttemptEnd.Failed or AttemptEnd.Lost || end.Death is not null);
        await cluster.VerifyAsync();
    }

    [Fact]
    public async Task Silo_WithManyRunningShards_IsDrainedInSeconds()
    {
        const int Slots = 64;
        await using var cluster = await TestCluster.StartAsync(silos: 2, slots: Slots);
        await using var client = await cluster.ConnectAsync();
        var job = await client.Grid.SubmitAsync(new PacedHashKernel(), new PacedInput(20_000, Milliseconds: 100), new JobOptions { Id = "many", Policy = Rarely });
        await Eventually.HoldsAsync(
            async () => (await client.Grains.ResourceManager().GetSilosAsync()) is { Count: 2 } silos && silos.All(silo => silo.Busy == Slots), "all slots are busy");
        var leaver = cluster.Silos[0];
        Signals.Send("TERM", leaver.Id);
        await leaver.WaitForExitAsync(TimeSpan.FromSeconds(30));

        Assert.Equal(0, leaver.ExitCode);
        var said = Drained().Match(leaver.Log);
        Assert.True(said.Success, leaver.Log);
        Assert.InRange(int.Parse(said.Groups["shards"].Value, CultureInfo.InvariantCulture), Slots, 2 * Slots);
        Assert.InRange(TimeSpan.Parse(said.Groups["time"].Value, CultureInfo.InvariantCulture), TimeSpan.Zero, TimeSpan.FromSeconds(5));
        Assert.Equal(HashTally.Of(20_000), await job.ResultAsync());
        var ends = (await cluster.Ledger.ReadHistoryAsync(job.Id))!.Events.OfType<LedgerEvent.AttemptEnded>().ToList();
        Assert.InRange(ends.Count(end => end is { Move: MoveCause.Drained, Abandoned: 0 }), Slots / 2, 2 * Slots);
        Assert.DoesNotContain(ends, end => end.End is AttemptEnd.Failed or AttemptEnd.Lost);
        await cluster.VerifyAsync();
    }

    [Fact]
    public async Task Shard_MovedByHand_GoesOnOnTheOtherSilo()
    {
        await using var cluster = await TestCluster.StartAsync();
        await using var client = await cluster.ConnectAsync();
        var traces = Directory.CreateTempSubdirectory("eg-traces-");
        var job = await client.Grid.SubmitAsync(
            new CountedHashKernel(),
            new CountedInput(600, Milliseconds: 10, traces.FullName),
            new JobOptions { Id = "moved", Policy = Rarely with { Shards = 1, MaxSlots = 1 } });
        await ComputedAsync(traces, 100);
        var from = (await GrantsAsync(cluster, job.Id)).Single();
        var silos = await client.Grains.ResourceManager().GetSilosAsync();
        var to = silos.First(silo => silo.Silo != from.Silo).Silo;

        Assert.Contains("has no shard 7", await client.Grains.Job(job.Id).MoveShardAsync(7, to), StringComparison.Ordinal);
        Assert.Null(await client.Grains.Job(job.Id).MoveShardAsync(0, to));

        Assert.Equal(HashTally.Of(600), await job.ResultAsync());
        Assert.Equal([(from.Silo, 1L), (to, 2L)], (await GrantsAsync(cluster, job.Id)).Select(grant => (grant.Silo, grant.Attempt)));
        var ends = (await cluster.Ledger.ReadHistoryAsync(job.Id))!.Events.OfType<LedgerEvent.AttemptEnded>();

        // The last one ended with the job.
        Assert.Equal((AttemptEnd.Stopped, MoveCause.ByHand, 0), Assert.Single(ends) is var end ? (end.End, end.Move, end.Abandoned) : default);
        Assert.Equal(600, CountedInput.Computed(traces.FullName));
        await cluster.VerifyAsync();
        traces.Delete(recursive: true);
    }

    /// <summary>By then nothing is left of the shard where it was; it must not come up there again.</summary>
    [Fact]
    public async Task Shard_ThatWaitedLongForTheOtherSilo_GoesOnThereAtTheFirstTry()
    {
        await using var cluster = await TestCluster.StartAsync(silos: 2, slots: 1);
        await using var client = await cluster.ConnectAsync();
        var policy = Rarely with { Shards = 2 };
        var job = await client.Grid.SubmitAsync(new PacedHashKernel(), new PacedInput(2400, Milliseconds: 10), new JobOptions { Id = "waits", Policy = policy });
        var writer = await cluster.WriterOfAsync(job.Id);
        await Eventually.HoldsAsync(async () => (await GrantsAsync(cluster, job.Id)).Count == 2, "both shards run");
        var (there, away) = (await GrantsAsync(cluster, job.Id)).ToList() is var grants && IsOn(grants[0], writer) ? (grants[0], grants[1]) : (grants[1], grants[0]);

        Assert.Null(await client.Grains.Job(job.Id).MoveShardAsync(away.Shard, there.Silo));
        await Eventually.HoldsAsync(async () => (await GrantsAsync(cluster, job.Id)).Any(grant => grant.Shard > 1 && grant.Silo == away.Silo), "its slot has another part");
        await IsGoneAsync(client.Grains, client.Grains.Shard(job.Id, away.Shard));
        Assert.Null(await client.Grains.Job(job.Id).MoveShardAsync(there.Shard, away.Silo));
        await Eventually.HoldsAsync(async () => (await GrantsAsync(cluster, job.Id)).Any(grant => grant.Shard == away.Shard && grant.Attempt > 1), "it goes on");

        Assert.Equal(HashTally.Of(2400), await job.ResultAsync());
        Assert.Equal((2L, there.Silo), (await GrantsAsync(cluster, job.Id)).Where(grant => grant.Shard == away.Shard).ElementAt(1) is var second ? (second.Attempt, second.Silo) : default);
        Assert.DoesNotContain((await cluster.Ledger.ReadHistoryAsync(job.Id))!.Events, it => it is LedgerEvent.AttemptEnded { End: not (AttemptEnd.Stopped or AttemptEnd.Completed) });
        await cluster.VerifyAsync();
    }

    [Fact]
    public async Task Silo_CordonedAndThenDrainedByOrder_TakesNothingNewAndLeaves()
    {
        await using var cluster = await TestCluster.StartAsync();
        await using var client = await cluster.ConnectAsync();
        var manager = client.Grains.ResourceManager();
        await Eventually.HoldsAsync(async () => (await manager.GetSilosAsync()).Count == 3, "all silos have reported");
        var names = (await manager.GetSilosAsync()).Select(silo => silo.Silo).ToList();
        Assert.Equal(SiloOrderStatus.Taken, (await manager.OrderSiloAsync(names[0], SiloIntake.Cordoned, force: false)).Status);
        Assert.Equal((SiloOrderStatus.Unknown, 3), await manager.OrderSiloAsync("nobody", SiloIntake.Draining, force: false) is var answer ? (answer.Status, answer.Silos.Count) : default);

        var traces = Directory.CreateTempSubdirectory("eg-traces-");
        var job = await client.Grid.SubmitAsync(new CountedHashKernel(), new CountedInput(Items, Milliseconds: 10, traces.FullName), new JobOptions { Id = "ordered", Policy = Rarely });
        await ComputedAsync(traces, 200);
        Assert.DoesNotContain(await GrantsAsync(cluster, job.Id), grant => grant.Silo == names[0]);
        Assert.Equal(SiloOrderStatus.Taken, (await manager.OrderSiloAsync(names[0], SiloIntake.Open, force: false)).Status);
        await Eventually.HoldsAsync(async () => (await GrantsAsync(cluster, job.Id)).Any(grant => grant.Silo == names[0]), "the silo takes on work again");

        Assert.Equal(SiloOrderStatus.Taken, (await manager.OrderSiloAsync(names[1], SiloIntake.Draining, force: false)).Status);
        var leaver = cluster.Silos.Single(silo => names[1].StartsWith($"{silo.Name}.", StringComparison.Ordinal));
        await leaver.WaitForExitAsync(TimeSpan.FromSeconds(30));

        Assert.Equal(0, leaver.ExitCode);
        Assert.Equal(HashTally.Of(Items), await job.ResultAsync());
        await NothingIsWastedAsync(cluster, job.Id, traces);
        await cluster.VerifyAsync();
        traces.Delete(recursive: true);
    }

    [GeneratedRegex("is drained: (?<shards>[0-9]+) shards gave up their rest and [0-9]+ jobs were handed over in (?<time>[0-9:]+[.][0-9]+)")]
    private static partial Regex Drained();

    private static async Task<IReadOnlyList<LedgerEvent.Granted>> GrantsAsync(TestCluster cluster, string jobId) =>
        [.. (await cluster.Ledger.ReadHistoryAsync(jobId))!.Events.OfType<LedgerEvent.Granted>()];

    private static Task IsGoneAsync(IGrainFactory grains, IAddressable grain) => Eventually.HoldsAsync(
        async () => (await grains.GetGrain<IManagementGrain>(0).GetDetailedGrainStatistics()).All(it => it.GrainId != grain.GetGrainId()), "no silo has the grain");

    private static bool IsOn(LedgerEvent.Granted grant, TestSilo silo) => grant.Silo.StartsWith($"{silo.Name}.", StringComparison.Ordinal);

    private static Task ComputedAsync(DirectoryInfo traces, long items) =>
        Eventually.HoldsAsync(() => Task.FromResult(CountedInput.Computed(traces.FullName) >= items), $"{items} items are computed");

    private static async Task NothingIsWastedAsync(TestCluster cluster, string jobId, DirectoryInfo traces)
    {
        var events = (await cluster.Ledger.ReadHistoryAsync(jobId))!.Events;
        var ends = events.OfType<LedgerEvent.AttemptEnded>().ToList();
        Assert.DoesNotContain(ends, end => end.End is AttemptEnd.Failed or AttemptEnd.Lost || end.Death is not null || end.Abandoned > 0);
        Assert.Contains(ends, end => end is { End: AttemptEnd.Stopped, Move: MoveCause.Drained });
        Assert.Equal(events.OfType<LedgerEvent.Accepted>().Single().Items, CountedInput.Computed(traces.FullName));
    }
}
