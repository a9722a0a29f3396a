using ElasticGrains.Engine.Jobs;
using ElasticGrains.Ledger;
using ElasticGrains.Shards;

namespace ElasticGrains.Engine.Tests.Jobs;

public class JobMachineMoveTests
{
    [Fact]
    public void Grant_OfAShardThatComesToASilo_NamesThoseThatMayHaveTheWarmState()
    {
        var job = JobBench.Planned(shards: 3);
        var first = StartOn("a", 1);
        Assert.Null(first.WarmAt);

        // Another of the job runs there.
        Assert.Equal(["a"], StartOn("b", 2).WarmAt);

        // It was there before, and another runs elsewhere.
        job.Settle(new JobEvent.Ended(JobBench.Ended(0, first.Attempt, AttemptEnd.Stopped)));
        Assert.Equal(["a", "b"], StartOn("c", 3).WarmAt);
        Assert.Equal(["b"], StartOn("c", 4).WarmAt);

        ShardGrant StartOn(string silo, long epoch) =>
            job.Settle(new JobEvent.SlotOffered(JobBench.Lease(epoch, silo))).OfType<JobEffect.StartShard>().Single().Grant;
    }

    [Fact]
    public void Ended_Drained_IsNoFailureAndTheRestRunsAgain()
    {
        var job = JobBench.Planned(shards: 1);
        var grant = job.GrantAndStart();
        job.Settle(new JobEvent.CommitOffered(JobBench.Commit(grant.Shard, grant.Attempt, 0, 40)));

        job.Settle(new JobEvent.Ended(Moved(grant)));

        var end = Assert.Single(job.Durable.OfType<LedgerEvent.AttemptEnded>());
        Assert.Equal((AttemptEnd.Stopped, MoveCause.Drained, 0L), (end.End, end.Move, end.Abandoned));
        Assert.Null(job.Machine.State.LastFailure);
        Assert.False(job.Machine.State.MayHaveOrphans);
        Assert.Equal((new ItemRange(40, 100), 2L), job.Grant(epoch: 2) is var next ? (next.Range, next.Attempt) : default);
    }

    [Fact]
    public void Ended_DrainedWithNothingLeft_IsCompleted()
    {
        var job = JobBench.Planned(shards: 2);
        var grant = job.GrantAndStart();
        job.Settle(new JobEvent.CommitOffered(JobBench.Commit(grant.Shard, grant.Attempt, 0, 50)));

        job.Settle(new JobEvent.Ended(Moved(grant)));

        Assert.Equal((AttemptEnd.Completed, (MoveCause?)null), job.Durable.OfType<LedgerEvent.AttemptEnded>().Single() is var end ? (end.End, end.Move) : default);
    }

    [Fact]
    public void Ended_Abandoned_CountsWhatIsComputedAgain()
    {
        var job = JobBench.Planned(shards: 1);
        var grant = job.GrantAndStart();
        job.Settle(new JobEvent.CommitOffered(JobBench.Commit(grant.Shard, grant.Attempt, 0, 40)));

        job.Settle(new JobEvent.Ended(Moved(grant) with { Begun = 43 }));

        Assert.Equal(3, job.Durable.OfType<LedgerEvent.AttemptEnded>().Single().Abandoned);
    }

    [Fact]
    public void SiloLeft_BeforeTheGrantArrived_RefusesAndLosesNothing()
    {
        var job = JobBench.Planned();
        job.Grant();

        job.Settle(new JobEvent.SiloLost("s") { HasLeft = true, SaidSo = true });

        Assert.Equal(AttemptEnd.Refused, Assert.Single(job.Durable.OfType<LedgerEvent.AttemptEnded>()).End);
    }

    [Fact]
    public void Move_OfARunningShard_ReleasesItAndWaitsForThatSiloOnly()
    {
        var job = JobBench.Planned(shards: 1);
        var grant = job.GrantAndStart();

        Assert.Equal([new JobEffect.AskRelease(0, 1, MoveCause.ByHand)], job.Settle(new JobEvent.MoveAsked(0, "t")).OfType<JobEffect.AskRelease>());
        var asked = job.Settle(new JobEvent.Ended(Moved(grant) with { Move = MoveCause.ByHand }));
        Assert.Equal([new JobEffect.RequestSlotOn("t", Wanted: true)], asked.OfType<JobEffect.RequestSlotOn>());

        Assert.Single(job.Settle(new JobEvent.SlotOffered(JobBench.Lease(2))).OfType<JobEffect.ReturnSlot>());
        var granted = job.Settle(new JobEvent.SlotOffered(JobBench.Lease(3, silo: "t")));
        Assert.Equal((0, 2L, "t"), granted.OfType<JobEffect.StartShard>().Single().Grant is var next ? (next.Shard, next.Attempt, next.Lease.Silo) : default);
        Assert.Equal([new JobEffect.RequestSlotOn("t", Wanted: false)], granted.OfType<JobEffect.RequestSlotOn>());
    }

    [Fact]
    public void Move_NoSlotThereForLong_TakesAny()
    {
        var job = JobBench.Planned(shards: 1);
        var grant = job.GrantAndStart();
        job.Settle(new JobEvent.MoveAsked(0, "t"));
        job.Settle(new JobEvent.Ended(Moved(grant)));

        job.Wait(TimeSpan.FromSeconds(31));

        Assert.Single(job.Settle(new JobEvent.SlotOffered(JobBench.Lease(2))).OfType<JobEffect.StartShard>());
    }

    [Fact]
    public void Move_ToASiloThatIsGone_TakesAny()
    {
        var job = JobBench.Planned(shards: 1);
        var grant = job.GrantAndStart();
        job.Settle(new JobEvent.MoveAsked(0, "t"));
        job.Settle(new JobEvent.Ended(Moved(grant)));

        job.Settle(new JobEvent.SiloLost("t"));

        Assert.Single(job.Settle(new JobEvent.SlotOffered(JobBench.Lease(2))).OfType<JobEffect.StartShard>());
    }

    [Fact]
    public void WhyNotMovable_ShardDoesNotRun_SaysWhatItDoesInstead()
    {
        var job = JobBench.Planned(shards: 2);
        job.GrantAndStart();

        Assert.Null(job.Machine.WhyNotMovable(0));
        Assert.Contains("does not run: it is pending", job.Machine.WhyNotMovable(1), StringComparison.Ordinal);
        Assert.Contains("has no shard 2", job.Machine.WhyNotMovable(2), StringComparison.Ordinal);
    }

    [Fact]
    public void Split_ByHand_SaysSoInTheLedgerAndTheRestWaits()
    {
        var job = JobBench.Planned(shards: 1);
        var grant = job.GrantAndStart();

        Assert.Single(job.Settle(new JobEvent.SplitAsked(0)).OfType<JobEffect.AskSplit>());
        job.Settle(new JobEvent.SplitOffered(new SplitOffer(0, grant.Attempt, 60)));

        Assert.Equal((60L, 1, MoveCause.ByHand), job.Durable.OfType<LedgerEvent.Split>().Single() is var cut ? (cut.At, cut.NewShard, cut.Move) : default);
        Assert.Equal(1, job.Grant(epoch: 2).Shard);
    }

    [Fact]
    public void Recall_OfAnExpressSlot_SaysSoInTheLedger()
    {
        var job = JobBench.Planned(shards: 1);
        var grant = job.GrantAndStart();

        job.Settle(new JobEvent.SlotRecalled(grant.Lease));
        job.Settle(new JobEvent.SplitOffered(new SplitOffer(0, grant.Attempt, 10)));

        Assert.Equal(MoveCause.Recalled, job.Durable.OfType<LedgerEvent.Split>().Single().Move);
    }

    [Fact]
    public void HandOver_NothingIsBeingWritten_IsDoneAtOnceAndDecidesNothingMore()
    {
        var job = JobBench.Planned();
        job.GrantAndStart();

        Assert.IsType<JobEffect.HandOver>(Assert.Single(job.Send(new JobEvent.HandOverAsked())));
        Assert.True(job.Machine.IsStoodDown);
        Assert.Empty(job.Send(new JobEvent.SlotOffered(JobBench.Lease(9))));
    }

    [Fact]
    public void HandOver_WhileAnAppendIsUnderWay_WaitsForItAndForWhatWasStagedBehindIt()
    {
        var job = JobBench.Planned();
        var grant = job.GrantAndStart();
        job.Send(new JobEvent.SlotOffered(JobBench.Lease(2)));
        job.Send(new JobEvent.CommitOffered(JobBench.Commit(grant.Shard, grant.Attempt, 0, 10)));

        Assert.Empty(job.Send(new JobEvent.HandOverAsked()));
        Assert.IsType<JobEffect.ReturnSlot>(Assert.Single(job.Send(new JobEvent.SlotOffered(JobBench.Lease(3)))));

        var effects = job.Confirm();
        Assert.Single(effects.OfType<JobEffect.StartShard>());
        Assert.Single(effects.OfType<JobEffect.AnswerCommit>());
        Assert.IsType<JobEffect.HandOver>(effects[^1]);
    }

    [Fact]
    public void HandedOver_AttemptTakesItsTimeToReport_IsAdoptedAndTheJobGoesOnAtOnce()
    {
        var first = JobBench.Planned();
        var grant = first.GrantAndStart();
        var second = first.TakenOver();
        second.Settle(new JobEvent.Activated(2) { IsHandedOver = true });
        second.Wait(TimeSpan.FromSeconds(2));
        Assert.DoesNotContain(second.Durable, happened => happened is LedgerEvent.AttemptEnded);

        var effects = second.Settle(new JobEvent.Reported(JobBench.Report(grant.Shard, grant.Attempt)));

        Assert.Single(second.Durable.OfType<LedgerEvent.Adopted>());
        Assert.Contains(effects, effect => effect is JobEffect.RequestSlots { Wanted: > 0 });
    }

    [Fact]
    public void HandedOver_ASlotIsOfferedThatTheFirstWriterWished_IsReturnedAndTheWishWithdrawn()
    {
        var first = JobBench.Planned();
        first.GrantAndStart();
        var second = first.TakenOver();
        second.Settle(new JobEvent.Activated(2) { IsHandedOver = true });

        var effects = second.Settle(new JobEvent.SlotOffered(JobBench.Lease(9)));

        Assert.Equal(0, Assert.IsType<JobEffect.RequestSlots>(effects[0]).Wanted);
        Assert.IsType<JobEffect.ReturnSlot>(effects[1]);
    }

    [Fact]
    public void HandedOver_GrantMayNotHaveArrived_IsSaidAgain()
    {
        var first = JobBench.Planned(shards: 2);
        var grant = first.Grant();
        var second = first.TakenOver();

        var again = Assert.Single(second.Settle(new JobEvent.Activated(2) { IsHandedOver = true }).OfType<JobEffect.StartShard>()).Grant;

        Assert.Equal((grant.Shard, grant.Attempt, grant.Range, grant.Lease), (again.Shard, again.Attempt, again.Range, again.Lease));
    }

    [Fact]
    public void HandedOver_AttemptIsStillNotHeardOf_IsSaidAgainUntilItReports()
    {
        var first = JobBench.Planned(shards: 2);
        var grant = first.Grant();
        var second = first.TakenOver();
        second.Settle(new JobEvent.Activated(2) { IsHandedOver = true });

        Assert.Empty(second.Wait(TimeSpan.FromMilliseconds(250)).OfType<JobEffect.StartShard>());
        Assert.Single(second.Wait(TimeSpan.FromMilliseconds(250)).OfType<JobEffect.StartShard>());
        second.Settle(new JobEvent.Reported(JobBench.Report(grant.Shard, grant.Attempt)));

        Assert.Empty(second.Wait(TimeSpan.FromSeconds(1)).OfType<JobEffect.StartShard>());
    }

    [Fact]
    public void Granted_AttemptIsNotHeardOf_IsSaidAgainUntilItReports()
    {
        var job = JobBench.Planned(shards: 2);
        var grant = job.Grant();

        var again = Assert.Single(job.Wait(TimeSpan.FromMilliseconds(500)).OfType<JobEffect.StartShard>()).Grant;
        Assert.Equal((grant.Shard, grant.Attempt, grant.Lease), (again.Shard, again.Attempt, again.Lease));
        Assert.Single(job.Wait(TimeSpan.FromMilliseconds(500)).OfType<JobEffect.StartShard>());
        job.Settle(new JobEvent.Reported(JobBench.Report(grant.Shard, grant.Attempt)));

        Assert.Empty(job.Wait(TimeSpan.FromSeconds(1)).OfType<JobEffect.StartShard>());
    }

    [Fact]
    public void HandedOver_AttemptHasCommitted_IsNotStartedAgain()
    {
        var first = JobBench.Planned(shards: 2);
        var grant = first.GrantAndStart();
        first.Settle(new JobEvent.CommitOffered(JobBench.Commit(grant.Shard, grant.Attempt, 0, 10)));

        Assert.DoesNotContain(first.TakenOver().Settle(new JobEvent.Activated(2) { IsHandedOver = true }), effect => effect is JobEffect.StartShard);
    }

    [Theory]
    [InlineData(true, AttemptEnd.Refused)]
    [InlineData(false, AttemptEnd.Lost)]
    public void SiloLeft_GrantOfAnEarlierWriter_IsRefusedOnlyWhenThatOneLeftInOrder(bool isHandedOver, AttemptEnd end)
    {
        var first = JobBench.Planned(shards: 2);
        first.Grant();
        var second = first.TakenOver();
        second.Settle(new JobEvent.Activated(2) { IsHandedOver = isHandedOver });

        second.Settle(new JobEvent.SiloLost("s") { HasLeft = true, SaidSo = true });

        Assert.Equal(end, Assert.Single(second.Durable.OfType<LedgerEvent.AttemptEnded>()).End);
    }

    [Fact]
    public void SiloLeft_GrantOfAWriterBeforeTheLast_MayHaveRun()
    {
        var first = JobBench.Planned(shards: 2);
        first.Grant();
        var second = first.TakenOver();
        second.Settle(new JobEvent.Activated(2));
        var third = second.TakenOver();
        third.Settle(new JobEvent.Activated(2) { IsHandedOver = true });

        third.Settle(new JobEvent.SiloLost("s") { HasLeft = true, SaidSo = true });

        Assert.Equal(AttemptEnd.Lost, Assert.Single(third.Durable.OfType<LedgerEvent.AttemptEnded>()).End);
    }

    private static ShardEnded Moved(ShardGrant grant) => JobBench.Ended(grant.Shard, grant.Attempt, AttemptEnd.Stopped) with { Move = MoveCause.Drained };
}
