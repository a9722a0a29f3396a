using ElasticGrains.Client;
using ElasticGrains.Jobs;
using ElasticGrains.Ledger;
using ElasticGrains.Testing.Clusters;
using ElasticGrains.Testing.Tests.Kernels;

namespace ElasticGrains.Testing.Tests.Clusters;

public sealed class GridClusterTests
{
    private static readonly MixInput Input = new(1500);

    private static readonly JobOptions Eager = new() { Policy = new JobPolicy { Shards = 12, CommitInterval = TimeSpan.Zero } };

    [Fact]
    public async Task Job_TwoOfWhoseThreeSilosAreKilledInMidShard_GivesTheSameAnswer()
    {
        using var kernel = new GatedMixKernel(passing: 300);
        await using var cluster = await GridCluster.StartAsync(silos: 3, kernel);
        var job = await cluster.SubmitAsync(kernel, Input, Eager);

        await kernel.UntilHeldAsync(computations: 3);
        await cluster.KillSiloAsync(0);
        await cluster.KillSiloAsync(2);
        kernel.Open();

        Assert.Equal(Input.Answer, await job.ResultAsync());
        await cluster.VerifyAsync();
        Assert.Superset(new HashSet<string> { cluster.Silos[0], cluster.Silos[2] }, await InterruptedOnAsync(cluster, job.Id));
    }

    [Fact]
    public async Task Job_OnSilosThatComeAndGo_RunsOnTheNewOne()
    {
        using var kernel = new GatedMixKernel(passing: 300);
        await using var cluster = await GridCluster.StartAsync(silos: 2, kernel);
        var job = await cluster.SubmitAsync(kernel, Input, Eager);

        await kernel.UntilHeldAsync(computations: 2);
        var added = await cluster.StartSiloAsync();
        await kernel.UntilHeldAsync(computations: 1);
        kernel.Open();
        await cluster.StopSiloAsync(0);

        Assert.Equal((2, 3), (added, cluster.Silos.Count));
        Assert.Equal(Input.Answer, await job.ResultAsync());
        Assert.Contains(await EventsAsync(cluster, job.Id), it => it is LedgerEvent.Granted granted && granted.Silo == cluster.Silos[added]);
        await cluster.VerifyAsync();
    }

    [Fact]
    public async Task Job_WhoseDatabaseIsAway_GoesOnAfterwards()
    {
        await using var cluster = await GridCluster.StartAsync(silos: 2, new MixKernel());
        var job = await cluster.SubmitAsync(new MixKernel(), Input, Eager);
        await cluster.UntilCommittedAsync(job, 100);

        cluster.PauseDatabase();
        var committed = (await cluster.Ledger.FindAsync(job.Id))!.Entry.Committed;
        var submitting = cluster.SubmitAsync(new MixKernel(), new MixInput(10), new JobOptions { Id = "second" });
        await cluster.KillSiloAsync(1);
        Assert.Null(await cluster.Ledger.FindAsync("second"));
        Assert.Equal(committed, (await cluster.Ledger.FindAsync(job.Id))!.Entry.Committed);
        cluster.ResumeDatabase();

        Assert.Equal(new MixInput(10).Answer, await (await submitting).ResultAsync());
        Assert.Equal(Input.Answer, await job.ResultAsync());
        await cluster.VerifyAsync();
    }

    [Fact]
    public async Task Clusters_AtTheSameTime_DoNotMeet()
    {
        var clusters = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => GridCluster.StartAsync(silos: 2, new MixKernel())));
        var jobs = await Task.WhenAll(clusters.Select((cluster, number) =>
            cluster.SubmitAsync(new MixKernel(), new MixInput(100 + number), new JobOptions { Id = "same" })));

        Assert.All(jobs, job => Assert.True(job.IsNew));
        Assert.Equal(Enumerable.Range(0, 3).Select(number => new MixInput(100 + number).Answer), await Task.WhenAll(jobs.Select(job => job.ResultAsync())));
        foreach (var cluster in clusters)
        {
            await cluster.VerifyAsync();
            await cluster.DisposeAsync();
        }
    }

    [Fact]
    public async Task Wait_ForWhatWillNotBe_SaysWhy()
    {
        await using var cluster = await GridCluster.StartAsync(new GridClusterOptions { Silos = 1, Patience = TimeSpan.FromMilliseconds(200) }, new MixKernel());
        var ended = await cluster.SubmitAsync(new MixKernel(), new MixInput(5), new JobOptions { Id = "short" });
        await ended.ResultAsync();
        var late = await Assert.ThrowsAsync<InvalidOperationException>(() => cluster.UntilCommittedAsync(ended, 3));
        Assert.StartsWith("Job 'short' has ended as Succeeded with 5 of 5 items, before anything could happen at 3. Give it more items", late.Message, StringComparison.Ordinal);

        var waiting = await cluster.SubmitAsync(new MixKernel(), Input, new JobOptions { Id = "long" });
        cluster.PauseDatabase();
        var never = await Assert.ThrowsAsync<TimeoutException>(() => cluster.UntilCommittedAsync(waiting, 1499));
        Assert.Matches(@"^After 00:00:00.2000000 it is not so that 1,499 items are committed of job 'long': it is \w+ with \d+ of 1,500 items committed, and the database is paused\.$", never.Message);

        await Assert.ThrowsAsync<KeyNotFoundException>(() => cluster.UntilCommittedAsync(cluster.Attach("unheard"), 1));
    }

    [Fact]
    public async Task Silo_ThatIsGone_CannotBeKilledAgain()
    {
        await using var cluster = await GridCluster.StartAsync(silos: 2, new MixKernel());
        await cluster.KillSiloAsync(0);
        Assert.StartsWith("Silo 0 is not there; running are 1.", (await Assert.ThrowsAsync<ArgumentException>(() => cluster.KillSiloAsync(0))).Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<ArgumentException>(() => cluster.StopSiloAsync(2));
    }

    [Fact]
    public async Task Verification_OfALedgerThatContradictsItself_SaysWhere()
    {
        await using var cluster = await GridCluster.StartAsync(silos: 1, new MixKernel());
        await cluster.Ledger.AcceptAsync(new LedgerEvent.Accepted(
            new JobSpec { Id = "forged", Kernel = "mix", KernelVersion = 1, Input = KernelJson.Write(new MixInput(3)) }, "not its hash", 3, TimeProvider.System.GetUtcNow()));

        var error = await Assert.ThrowsAsync<UnsoundException>(cluster.VerifyAsync);
        Assert.Contains("forged  spec-hash  ", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Cluster_OfWrongParts_IsRefused()
    {
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => GridCluster.StartAsync(silos: 0, new MixKernel()));
        await Assert.ThrowsAsync<ArgumentException>(() => GridCluster.StartAsync(silos: 1, new MixKernel(), new NamesakeKernel()));
    }

    /// <summary>The silos of attempts that were lost, or refused where the job had not heard yet that they had begun.</summary>
    private static async Task<HashSet<string>> InterruptedOnAsync(GridCluster cluster, string job)
    {
        var silos = new Dictionary<(int Shard, long Attempt), string>();
        var interrupted = new HashSet<string>();
        foreach (var happened in await EventsAsync(cluster, job))
        {
            switch (happened)
            {
                case LedgerEvent.Granted it:
                    silos[(it.Shard, it.Attempt)] = it.Silo;
                    break;
                case LedgerEvent.Adopted it:
                    silos[(it.Shard, it.Attempt)] = silos[(it.Shard, it.FromAttempt)];
                    break;
                case LedgerEvent.AttemptEnded { End: AttemptEnd.Lost or AttemptEnd.Refused } it when it.Why != LedgerReasons.SlotTaken:
                    interrupted.Add(silos[(it.Shard, it.Attempt)]);
                    break;
            }
        }

        return interrupted;
    }

    private static async Task<IReadOnlyList<LedgerEvent>> EventsAsync(GridCluster cluster, string job) => (await cluster.Ledger.ReadHistoryAsync(job))!.Events;

    private sealed class NamesakeKernel : RangeKernel<int, long, long>
    {
        public override string Name => "mix";

        public override long Count(int input) => 0;

        public override long Identity() => 0;

        public override long Compute(int input, ItemRange range) => 0;

        public override long Combine(long left, long right) => 0;

        public override long Finish(int input, long whole) => 0;
    }
}
