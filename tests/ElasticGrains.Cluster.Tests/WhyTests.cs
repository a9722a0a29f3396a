using System.Text;
using ElasticGrains.Client;
using ElasticGrains.Cluster.Tests.Support;
using ElasticGrains.Jobs;
using ElasticGrains.Ledger;
using ElasticGrains.Scheduling;
using ElasticGrains.Tests.Shared;
using ElasticGrains.Tests.Silo;

namespace ElasticGrains.Cluster.Tests;

/// <summary>What <c>eg shard history</c> and <c>eg job why</c> say of a real cluster.</summary>
public sealed class WhyTests
{
    private const long Items = 1500;

    private static readonly JobPolicy Often = JobPolicy.Default with { CommitInterval = TimeSpan.FromMilliseconds(200) };

    [Fact]
    public async Task History_OfAShardWhoseSiloWasKilled_NamesTheDeathAsTheLedgerHasIt()
    {
        await using var cluster = await TestCluster.StartAsync();
        await using var client = await cluster.ConnectAsync();
        using var eg = new EgCommand(cluster);
        var job = await client.Grid.SubmitAsync(new PacedHashKernel(), new PacedInput(Items, Milliseconds: 10), new JobOptions { Id = "killed", Policy = Often });
        await cluster.CommitsAsync(job.Id, 6);
        var writer = await cluster.WriterOfAsync(job.Id);
        var victim = (await cluster.RunnersOfAsync(job.Id)).First(silo => silo != writer);
        victim.Kill();
        Assert.Equal(HashTally.Of(Items), await job.ResultAsync());

        var lost = (await cluster.Ledger.ReadHistoryAsync(job.Id))!.Events.OfType<LedgerEvent.AttemptEnded>().First(end => end.Death is not null);
        var silo = lost.Death!.Silo;
        Assert.StartsWith($"{victim.Name}.", silo, StringComparison.Ordinal);
        Assert.Equal(LedgerReasons.SiloKilled, lost.Why);
        var history = await eg.RunAsync("shard", "history", job.Id, $"{lost.Shard}");
        Assert.Matches($@"(?m)^\S+ \S+Z attempt {lost.Attempt} lost: silo {silo} died: its process has ended$", history);
        Assert.Matches($@"(?m)^ +evidence: the other silos declared {silo} dead, as the job heard at \S+ \S+Z, while the shard was computed there .*Its address refused a connection", history);
        Assert.Matches(@"(?m)^\S+ \S+Z attempt \d+ granted: again, to (?!" + victim.Name + @"\.)silo-\d", history);
        Assert.Contains($"because silo {silo} died", await eg.RunAsync("job", "why", job.Id), StringComparison.Ordinal);
    }

    [Fact]
    public async Task History_OfAShardWhoseKernelThrew_NamesTypeMessageAndSilo()
    {
        await using var cluster = await TestCluster.StartAsync(silos: 1);
        await using var client = await cluster.ConnectAsync();
        using var eg = new EgCommand(cluster);
        var spec = new JobSpec { Id = "throws", Kernel = "faulty", KernelVersion = 1, Input = Encoding.UTF8.GetBytes("10"), Policy = JobPolicy.Default with { Shards = 1, MaxAttempts = 2 } };
        await (await client.Grid.SubmitAsync(spec)).OutcomeAsync();

        var history = await eg.RunAsync("shard", "history", "throws", "0");

        Assert.Matches(@"(?m)^\S+ \S+Z attempt 1 failed: Kernel 'faulty' threw OutOfPaperException in items \[0, 1\): the printer is out of paper", history);
        Assert.Matches(@"(?m)^ +evidence: the kernel's fault, ElasticGrains.Tests.Silo.FaultyKernel\+OutOfPaperException, on silo-1\.", history);
        Assert.Matches(@"(?m)^\S+ \S+Z attempt 2 given-up: items \[0, 10\) are given up$", history);
        Assert.Matches(@"(?m)^why      attempt-failed: Attempt 1 of shard 0 failed on silo-1\.", await eg.RunAsync("job", "why", "throws"));
    }

    [Fact]
    public async Task Why_OfAJobWhileOthersHaveAllSlots_NamesThemAndWhatStartsIt()
    {
        await using var cluster = await TestCluster.StartAsync(silos: 1);
        await using var client = await cluster.ConnectAsync();
        using var eg = new EgCommand(cluster);
        foreach (var id in (string[])["first", "second", "urgent"])
        {
            // An express slot is not asked back for a job of a lower priority.
            await SubmitAsync(id, priority: 1);
            await cluster.CommitsAsync(id, 1);
        }

        await SubmitAsync("third");
        await SubmitAsync("fourth");
        await Eventually.HoldsAsync(async () => await SlotsOfAsync("fourth") is { IsQueued: true, JobsBefore: 1 }, "the fourth job waits behind the third");

        var wait = (await SlotsOfAsync("third"))!;
        Assert.Equal((SlotBlock.Taken, 0, 1), (wait.Block, wait.JobsBefore, wait.Wanted));
        Assert.Equal(["first", "second", "urgent"], wait.Silos.Single().Holders.Select(holder => holder.JobId).Order());
        var why = await eg.RunAsync("job", "why", "third");
        Assert.Matches(@"(?m)^why      slots: 1 shard could begin now and waits for a slot\.$", why);
        Assert.Matches(@"(?m)^silo     silo-\S+  2 of 2 slots taken, 1 of 1 express slot; job first 1, job second 1, job urgent 1 \(express 1\)$", why);
        Assert.Matches(@"(?m)^before   no other job: the next free slot is this one's$", why);
        Assert.Matches(@"(?m)^before   1 job that wants 1 slot, by priority and first come: third \(wants 1, priority 0\)$", await eg.RunAsync("job", "why", "fourth"));

        await client.Grid.Attach("first").CancelAsync("enough");
        await cluster.CommitsAsync("third", 1);
        Assert.Equal(0, (await cluster.Ledger.FindAsync("fourth"))!.LastNumber);
        Assert.Matches(@"(?m)^why      cancelled: Somebody asked for its end: enough", await eg.RunAsync("job", "why", "first"));
        Assert.Matches(@"(?m)^why      running: 1 attempt runs; ", await eg.RunAsync("job", "why", "third"));

        Task<JobHandle<HashTally>> SubmitAsync(string id, int priority = 0) => client.Grid.SubmitAsync(
            new PacedHashKernel(), new PacedInput(1_000_000, Milliseconds: 5), new JobOptions { Id = id, Policy = Often with { Shards = 1, MaxSlots = 1, Priority = priority } });
        async Task<SlotWait?> SlotsOfAsync(string id) => (await client.Grains.Job(id).ExplainAsync())!.Slots;
    }
}
