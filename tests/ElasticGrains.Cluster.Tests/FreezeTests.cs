using System.Diagnostics;
using ElasticGrains.Client;
using ElasticGrains.Cluster.Tests.Support;
using ElasticGrains.Jobs;
using ElasticGrains.Ledger;
using ElasticGrains.Tests.Shared;
using ElasticGrains.Tests.Silo;

namespace ElasticGrains.Cluster.Tests;

/// <summary>A silo that hangs and wakes: SIGSTOP and SIGCONT.</summary>
public sealed class FreezeTests
{
    private static readonly TimeSpan Frozen = TimeSpan.FromSeconds(30);

    private static readonly JobOptions Often = new() { Policy = JobPolicy.Default with { CommitInterval = TimeSpan.FromMilliseconds(200) } };

    [Fact]
    public async Task Freeze_OfTheWriterForFiveSeconds_LosesNothing()
    {
        await using var cluster = await TestCluster.StartAsync();
        await using var client = await cluster.ConnectAsync();
        var job = await client.Grid.SubmitAsync(new PacedHashKernel(), new PacedInput(1500, 10), Often with { Id = "short-freeze" });
        var tail = Tail.Read(job);
        await cluster.CommitsAsync(job.Id, 3);
        var victim = await cluster.WriterOfAsync(job.Id);
        victim.Freeze();
        await Task.Delay(TimeSpan.FromSeconds(5));
        victim.Thaw();

        Assert.Equal(HashTally.Of(1500), await job.ResultAsync());
        await Tail.IsWholeAsync(tail, job);
        await cluster.VerifyAsync();
    }

    [Fact]
    public async Task Freeze_OfTheWriterForThirtySeconds_CommitsNothingWhenItWakes()
    {
        await using var cluster = await TestCluster.StartAsync();
        await using var client = await cluster.ConnectAsync();
        var job = await client.Grid.SubmitAsync(new PacedHashKernel(), new PacedInput(16_000, 10), Often with { Id = "long-freeze" });
        var tail = Tail.Read(job);
        await cluster.CommitsAsync(job.Id, 3);
        var victim = await cluster.WriterOfAsync(job.Id);
        victim.Freeze();
        var frozen = Stopwatch.StartNew();
        await Eventually.HoldsAsync(async () => await WritersAsync(cluster, job.Id) == 2, "another silo writes the job");
        Assert.InRange(frozen.Elapsed, TimeSpan.Zero, Frozen);
        await Task.Delay(Frozen - frozen.Elapsed);
        victim.Thaw();

        // It commits what it had computed, is refused, finds out from the members that it is no longer one, and ends.
        await victim.WaitForExitAsync(TimeSpan.FromMinutes(1));
        Assert.Contains(RecordedBy(cluster, victim, job.Id), line => line.Contains("\"kind\":\"Appended\"", StringComparison.Ordinal) && line.Contains("fenced", StringComparison.OrdinalIgnoreCase));
        Assert.Equal(HashTally.Of(16_000), await job.ResultAsync());
        await Tail.IsWholeAsync(tail, job);
        await cluster.VerifyAsync();

        // The ledger tells a silo that stood still from one that was killed.
        var lost = (await cluster.Ledger.ReadHistoryAsync(job.Id))!.Events.OfType<LedgerEvent.AttemptEnded>().Where(end => end.End == AttemptEnd.Lost).ToList();
        Assert.Contains(lost, end => end.Why == LedgerReasons.SiloFrozen);
        Assert.DoesNotContain(lost, end => end.Why is LedgerReasons.SiloKilled or LedgerReasons.SiloDied);
    }

    private static IEnumerable<string> RecordedBy(TestCluster cluster, TestSilo silo, string jobId) => Directory
        .EnumerateFiles(Path.Combine(cluster.EventsDirectory, silo.Name), $"job.{jobId}.*").SelectMany(File.ReadLines);

    private static async Task<int> WritersAsync(TestCluster cluster, string jobId) =>
        (await cluster.Ledger.ReadHistoryAsync(jobId))!.Events.OfType<LedgerEvent.WriterTaken>().Count();
}
