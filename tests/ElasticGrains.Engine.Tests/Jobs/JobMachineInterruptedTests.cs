using ElasticGrains.Engine.Jobs;
using ElasticGrains.Jobs;
using ElasticGrains.Ledger;
using ElasticGrains.Shards;

namespace ElasticGrains.Engine.Tests.Jobs;

public class JobMachineInterruptedTests
{
    private static readonly TimeSpan Moment = TimeSpan.FromMilliseconds(100);

    [Fact]
    public void Lost_EverySlotIsBusy_TheLongestMakesRoom()
    {
        var (job, other) = Lost();

        var asked = Assert.Single(job.After(Moment).Settle(new JobEvent.Tick()).OfType<JobEffect.AskYield>());
        Assert.Equal((other.Shard, other.Attempt), (asked.Shard, asked.Attempt));

        job.Settle(Offer(other, 60));
        Assert.Equal(new LedgerEvent.Split(1, 60, 2) { When = job.Now, Why = LedgerReasons.MadeRoom }, job.Durable[^1]);
        End(job, other, 60);

        // What was lost goes first, then what was left.
        Assert.Equal([new ItemRange(0, 50), new ItemRange(60, 100)], [job.GrantAndStart(3).Range, job.GrantAndStart(4).Range]);
    }

    [Fact]
    public void Lost_ASlotIsFree_NobodyMakesRoom()
    {
        var (job, _) = Lost();

        Assert.Equal(0, job.GrantAndStart(3).Shard);
        Assert.Empty(job.After(Moment).Settle(new JobEvent.Tick()).OfType<JobEffect.AskYield>());
    }

    [Fact]
    public void Room_WasMade_NobodyElseIsAsked()
    {
        var (job, other) = Lost();
        job.After(Moment).Settle(new JobEvent.Tick());
        job.Settle(Offer(other, 60));

        var later = new List<JobEffect>();
        for (var i = 0; i < 10; i++)
        {
            later.AddRange(job.After(Moment).Settle(new JobEvent.Reported(JobBench.Report(other.Shard, other.Attempt, position: 55) with { Lease = other.Lease })));
        }

        Assert.Empty(later.OfType<JobEffect.AskYield>());
    }

    [Fact]
    public void Room_AskedAttemptDeclines_IsAskedAgainAfterAWhile()
    {
        var (job, other) = Lost();
        job.After(Moment).Settle(new JobEvent.Tick());
        var declined = job.Now;
        Assert.Empty(job.Settle(Offer(other, at: null)).OfType<JobEffect.AskYield>());

        while (!job.After(Moment).Settle(Progress(job, other)).OfType<JobEffect.AskYield>().Any())
        {
            Assert.True(job.Now - declined < TimeSpan.FromSeconds(2));
        }

        Assert.True(job.Now - declined >= JobTimings.Default.DeclinedPause);
    }

    [Fact]
    public void Room_WordIsLost_IsAskedAgain()
    {
        var (job, other) = Lost();
        job.After(Moment).Settle(new JobEvent.Tick());

        job.After(JobTimings.Default.SplitTimeout);
        Assert.Single(job.Settle(Progress(job, other)).OfType<JobEffect.AskYield>());
    }

    [Fact]
    public void Room_AskedAttemptEndsOfItself_WhatWasLostHasItsSlot()
    {
        var (job, other) = Lost();
        job.After(Moment).Settle(new JobEvent.Tick());
        End(job, other, 100);

        Assert.Empty(job.After(Moment).Settle(new JobEvent.Tick()).OfType<JobEffect.AskYield>());
        Assert.Equal(new ItemRange(0, 50), job.GrantAndStart(3).Range);
        Assert.DoesNotContain(job.Durable, happened => happened is LedgerEvent.Split);
    }

    [Fact]
    public void Room_MadeByARunOfLowerShards_GoesToWhatWasLost()
    {
        var job = JobBench.Planned(items: 100, shards: 100, slots: 2);
        var run = job.GrantAndStart(1);
        Assert.True(run.Run is not null && run.Range.Start == 0);
        var lost = job.Settle(new JobEvent.SlotOffered(JobBench.Lease(2, "dying"))).OfType<JobEffect.StartShard>().Single().Grant;
        while (job.Machine.State.NextUntouched < 100)
        {
            job.Grant(3 + job.Machine.State.NextUntouched);
        }

        job.Settle(new JobEvent.SiloLost("dying"));
        Assert.Single(job.After(Moment).Settle(Progress(job, run)).OfType<JobEffect.AskYield>());
        job.Settle(Offer(run, 5));

        Assert.Equal(lost.Range, job.GrantAndStart(1000).Range);
        Assert.Equal(5, job.GrantAndStart(1001).Range.Start);
    }

    [Fact]
    public void Lost_OnlyAnExpressSlotIsLeft_MakesNoRoom()
    {
        var job = JobBench.Planned(shards: 2);
        job.Settle(new JobEvent.SlotOffered(JobBench.Lease(1, "dying")));
        var express = JobBench.Lease(2) with { IsExpress = true };
        var other = job.Settle(new JobEvent.SlotOffered(express)).OfType<JobEffect.StartShard>().Single().Grant;
        job.Settle(new JobEvent.Reported(JobBench.Report(other.Shard, other.Attempt) with { Lease = express }));
        job.Settle(new JobEvent.SiloLost("dying"));

        Assert.Empty(job.After(Moment).Settle(new JobEvent.Tick()).OfType<JobEffect.AskYield>());
    }

    [Fact]
    public void Lost_SeveralAtOnce_MakeRoomOneAfterTheOther()
    {
        var job = JobBench.Planned(items: 400, shards: 4);
        job.Settle(new JobEvent.SlotOffered(JobBench.Lease(1, "dying")));
        job.Settle(new JobEvent.SlotOffered(JobBench.Lease(2, "dying")));
        var (one, other) = (job.GrantAndStart(3), job.GrantAndStart(4));
        job.Settle(new JobEvent.SiloLost("dying"));

        var first = Assert.Single(job.After(Moment).Settle(new JobEvent.Tick()).OfType<JobEffect.AskYield>());
        var giver = first.Shard == one.Shard ? one : other;
        job.Settle(Offer(giver, giver.Range.Start + 10));
        Assert.Empty(job.After(Moment).Settle(new JobEvent.Tick()).OfType<JobEffect.AskYield>());

        // What was lost has the slot: the next may ask.
        var taken = job.Settle(new JobEvent.SlotOffered(JobBench.Lease(5)));
        Assert.Equal(0, taken.OfType<JobEffect.StartShard>().Single().Grant.Shard);
        Assert.Single(taken.OfType<JobEffect.AskYield>());
    }

    [Fact]
    public void Lost_WhileItIsBeingMoved_WaitsForItsSilo()
    {
        var job = JobBench.Planned(shards: 2);
        job.Settle(new JobEvent.SlotOffered(JobBench.Lease(1, "dying")));
        job.Settle(new JobEvent.Reported(JobBench.Report(0, 1) with { Lease = JobBench.Lease(1, "dying") }));
        job.GrantAndStart(2);
        job.Settle(new JobEvent.MoveAsked(0, "there"));
        job.Settle(new JobEvent.SiloLost("dying"));

        Assert.Empty(job.After(Moment).Settle(new JobEvent.Tick()).OfType<JobEffect.AskYield>());
    }

    [Fact]
    public void Lost_JobMayUseNoMoreSlots_NobodyMakesRoom()
    {
        var job = JobBench.Planned(shards: 2, policy: JobPolicy.Default with { MaxSlots = 1 });
        var only = job.GrantAndStart(1);
        job.Settle(new JobEvent.SiloLost(only.Lease.Silo));
        job.GrantAndStart(2);

        Assert.Empty(job.After(Moment).Settle(new JobEvent.Tick()).OfType<JobEffect.AskYield>());
    }

    private static JobEvent.Reported Progress(JobBench job, ShardGrant grant) => new(
        JobBench.Report(grant.Shard, grant.Attempt, position: grant.Range.Start + 1 + (job.Now - JobBench.Begin).Milliseconds / 100) with { Lease = grant.Lease });

    private static void End(JobBench job, ShardGrant grant, long end)
    {
        job.Settle(new JobEvent.CommitOffered(JobBench.Commit(grant.Shard, grant.Attempt, grant.Range.Start, end)));
        job.Settle(new JobEvent.Ended(JobBench.Ended(grant.Shard, grant.Attempt, AttemptEnd.Completed)));
    }

    /// <summary>Two shards on two silos of a slot each; the first one's silo has died.</summary>
    private static (JobBench Job, ShardGrant Other) Lost()
    {
        var job = JobBench.Planned(shards: 2);
        job.Settle(new JobEvent.SlotOffered(JobBench.Lease(1, "dying")));
        job.Settle(new JobEvent.Reported(JobBench.Report(0, 1) with { Lease = JobBench.Lease(1, "dying") }));
        var other = job.GrantAndStart(2);
        Assert.Empty(job.Settle(new JobEvent.SiloLost("dying")).OfType<JobEffect.AskYield>());
        return (job, other);
    }

    private static JobEvent.SplitOffered Offer(ShardGrant giver, long? at) => new(new SplitOffer(giver.Shard, giver.Attempt, at));
}
