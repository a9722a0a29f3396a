using ElasticGrains.Engine.Jobs;
using ElasticGrains.Jobs;
using ElasticGrains.Ledger;
using ElasticGrains.Shards;

namespace ElasticGrains.Engine.Tests.Jobs;

public class JobMachineSplitTests
{
    [Fact]
    public void SpareSlot_ShardRuns_IsKeptForItsSplit()
    {
        var (job, victim) = Asked();

        var effects = job.Settle(Offer(victim, 60));

        var grant = effects.OfType<JobEffect.StartShard>().Single().Grant;
        Assert.Equal((1, new ItemRange(60, 100), 2L), (grant.Shard, grant.Range, grant.Lease.Epoch));
        Assert.Equal((2, 60), (job.Machine.State.Shards, job.Machine.State.Shard(0).End));
    }

    [Fact]
    public void Split_LedgerHasNotConfirmed_NewShardDoesNotStart()
    {
        var (job, victim) = Asked();

        Assert.Empty(job.Send(Offer(victim, 60)).OfType<JobEffect.StartShard>());
        Assert.Single(job.Confirm().OfType<JobEffect.StartShard>());
    }

    [Fact]
    public void Split_OfferArrivesTwice_IsRecordedOnce()
    {
        var (job, victim) = Asked();
        job.Settle(Offer(victim, 60));

        Assert.Empty(job.Settle(Offer(victim, 60)));
        Assert.Equal(2, job.Machine.State.Shards);
    }

    [Fact]
    public void Split_OlderOfferArrivesAfterANewerOne_IsIgnored()
    {
        var (job, victim) = Asked();
        job.Settle(Offer(victim, 60));

        job.Settle(Offer(victim, 80));

        Assert.Equal((2, 60), (job.Machine.State.Shards, job.Machine.State.Shard(0).End));
    }

    [Fact]
    public void Split_NewerOfferArrivesAfterAnOlderOne_IsRecordedToo()
    {
        var (job, victim) = Asked();
        job.Settle(Offer(victim, 80));

        job.Settle(Offer(victim, 60));

        Assert.Equal([new ItemRange(0, 60), new ItemRange(80, 100), new ItemRange(60, 80)], Enumerable.Range(0, 3).Select(shard => job.Machine.State.Shard(shard).Rest));
    }

    [Fact]
    public void Split_OfferIsLost_SlotGoesBackAndTheRestRunsLater()
    {
        var (job, victim) = Asked();

        var waiting = new List<JobEffect>();
        for (var second = 0; second < 3; second++)
        {
            waiting.AddRange(job.Settle(new JobEvent.Reported(JobBench.Report(0, victim.Attempt, position: 10))));
            waiting.AddRange(job.Wait(TimeSpan.FromSeconds(1)));
        }

        Assert.Equal(2, waiting.OfType<JobEffect.ReturnSlot>().Single().Lease.Epoch);
        job.Settle(new JobEvent.CommitOffered(JobBench.Commit(0, victim.Attempt, 0, 60)));
        job.Settle(new JobEvent.Ended(JobBench.Ended(0, victim.Attempt, AttemptEnd.Completed)));

        Assert.Equal(new ItemRange(60, 100), job.GrantAndStart(3).Range);
    }

    [Fact]
    public void Split_OfAnEarlierAttempt_IsIgnored()
    {
        var (job, victim) = Asked();
        job.Settle(new JobEvent.SiloLost("s"));
        job.GrantAndStart(3);

        job.Settle(Offer(victim, 60));

        Assert.Equal(1, job.Machine.State.Shards);
    }

    [Theory]
    [InlineData(10)]
    [InlineData(100)]
    public void Split_AtTheBorders_IsIgnored(long at)
    {
        var (job, victim) = Asked();
        job.Settle(new JobEvent.CommitOffered(JobBench.Commit(0, victim.Attempt, 0, 10)));

        job.Settle(Offer(victim, at));

        Assert.Equal(1, job.Machine.State.Shards);
    }

    [Fact]
    public void Split_Declined_ReturnsTheSlotAndIsNotAskedAgain()
    {
        var (job, victim) = Asked();

        var effects = job.Settle(Offer(victim, null));
        Assert.Equal(2, effects.OfType<JobEffect.ReturnSlot>().Single().Lease.Epoch);

        Assert.Empty(job.Settle(new JobEvent.SlotOffered(JobBench.Lease(3))).OfType<JobEffect.AskSplit>());
    }

    [Fact]
    public void Split_Declined_IsAskedAgainWhereTheAttemptStillRunsLater()
    {
        var (job, victim) = Asked();
        job.Settle(Offer(victim, null));

        job.After(TimeSpan.FromSeconds(1.5)).Settle(new JobEvent.Reported(JobBench.Report(0, victim.Attempt, position: 10)));

        Assert.Single(job.Settle(new JobEvent.SlotOffered(JobBench.Lease(3))).OfType<JobEffect.AskSplit>());
    }

    [Fact]
    public void Split_TwoAttemptsRun_IsAskedOfTheSlowerThoughItHasFewerItemsLeft()
    {
        var job = JobBench.Planned(shards: 2);
        var slow = job.GrantAndStart(1);
        job.After(TimeSpan.FromSeconds(30)).Settle(new JobEvent.Reported(JobBench.Report(slow.Shard, slow.Attempt, position: 30)));
        var fast = job.GrantAndStart(2);
        job.After(TimeSpan.FromSeconds(1)).Settle(new JobEvent.Reported(JobBench.Report(slow.Shard, slow.Attempt, position: 31)));
        job.Settle(new JobEvent.Reported(JobBench.Report(fast.Shard, fast.Attempt, 50, 60) with { Lease = fast.Lease }));

        Assert.Equal(slow.Shard, job.Settle(new JobEvent.SlotOffered(JobBench.Lease(3))).OfType<JobEffect.AskSplit>().Single().Shard);
    }

    [Fact]
    public void Split_TheSiloOfTheLongestIsSilent_IsAskedOfAnother()
    {
        var job = JobBench.Planned(shards: 2);
        var silent = job.GrantAndStart(1);
        var heard = job.GrantAndStart(2);
        Assert.Equal(silent.Shard, job.Settle(new JobEvent.SlotOffered(JobBench.Lease(3))).OfType<JobEffect.AskSplit>().Single().Shard);

        var waiting = new List<JobEffect>();
        for (var step = 0; step < 4; step++)
        {
            waiting.AddRange(job.Settle(new JobEvent.Reported(JobBench.Report(heard.Shard, heard.Attempt, 50, 50 + step) with { Lease = heard.Lease })));
            waiting.AddRange(job.Wait(TimeSpan.FromMilliseconds(500)));
        }

        Assert.Single(waiting.OfType<JobEffect.ReturnSlot>());
        Assert.Equal(heard.Shard, job.Settle(new JobEvent.SlotOffered(JobBench.Lease(4))).OfType<JobEffect.AskSplit>().Single().Shard);
    }

    [Fact]
    public void Split_VictimIsLost_ReturnsTheSlot()
    {
        var (job, _) = Asked();

        Assert.Equal(2, job.Settle(new JobEvent.SiloLost("s")).OfType<JobEffect.ReturnSlot>().Single().Lease.Epoch);
    }

    [Fact]
    public void Slots_AsManyAsThePolicyAllows_OthersGoBack()
    {
        var job = JobBench.Planned(shards: 4, policy: new JobPolicy { MaxSlots = 2 });
        job.GrantAndStart(1);
        job.GrantAndStart(2);

        Assert.Equal(3, Assert.IsType<JobEffect.ReturnSlot>(Assert.Single(job.Settle(new JobEvent.SlotOffered(JobBench.Lease(3))))).Lease.Epoch);
    }

    [Fact]
    public void SpareSlot_ShardHasNotReported_GoesBack()
    {
        // What is asked of it now could reach it before it computes, and would be lost.
        var job = JobBench.Planned(shards: 1);
        job.Grant(1);

        Assert.IsType<JobEffect.ReturnSlot>(Assert.Single(job.Settle(new JobEvent.SlotOffered(JobBench.Lease(2)))));
    }

    [Fact]
    public void Recalled_ExpressSlot_HasItsAttemptGiveUpTheRest()
    {
        var job = JobBench.Planned(shards: 1);
        var running = job.GrantAndStart(1);

        Assert.Empty(job.Settle(new JobEvent.SlotRecalled(JobBench.Lease(7))));
        Assert.Equal(new JobEffect.AskYield(0, running.Attempt), Assert.Single(job.Settle(new JobEvent.SlotRecalled(running.Lease))));

        // The rest waits in the ledger.
        job.Settle(Offer(running, 40));
        Assert.Equal(new ItemRange(40, 100), job.Machine.State.Shard(1).Rest);
    }

    private static (JobBench Job, ShardGrant Victim) Asked()
    {
        var job = JobBench.Planned(shards: 1);
        var victim = job.GrantAndStart(1);
        var asked = job.Settle(new JobEvent.SlotOffered(JobBench.Lease(2))).OfType<JobEffect.AskSplit>().Single();
        Assert.Equal((0, victim.Attempt), (asked.Shard, asked.Attempt));
        return (job, victim);
    }

    private static JobEvent.SplitOffered Offer(ShardGrant victim, long? at) => new(new SplitOffer(victim.Shard, victim.Attempt, at));
}
