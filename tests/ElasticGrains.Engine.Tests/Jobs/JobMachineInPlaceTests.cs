using ElasticGrains.Engine.Jobs;
using ElasticGrains.Ledger;

namespace ElasticGrains.Engine.Tests.Jobs;

public class JobMachineInPlaceTests
{
    private static readonly JobEvent Slot = new JobEvent.SlotOffered(JobBench.Lease(1, "here"));

    [Fact]
    public void Grant_OfAWholeJobHere_StartsBeforeItIsDurable()
    {
        var job = JobBench.Planned(shards: 1, here: "here");

        var start = Assert.Single(job.Send(Slot).OfType<JobEffect.StartShard>());

        Assert.True(start.IsInPlace);
        Assert.Null(job.Sent);
        Assert.DoesNotContain(job.Durable, happened => happened is LedgerEvent.Granted);
    }

    [Fact]
    public void Trial_ThatCommitsAll_IsOneAppend()
    {
        var job = JobBench.Planned(shards: 1, here: "here");
        job.Send(Slot);
        Assert.Single(job.Send(new JobEvent.CommitOffered(JobBench.Commit(0, 1, 0, 100))).OfType<JobEffect.Conclude>());
        Assert.Null(job.Sent);

        job.Send(new JobEvent.AnswerReady(new byte[] { 1 }, "hash"));

        Assert.Equal([typeof(LedgerEvent.Granted), typeof(LedgerEvent.Committed), typeof(LedgerEvent.Finished)], job.Sent!.Events.Select(happened => happened.GetType()));
        Assert.Contains(job.Confirm(), effect => effect is JobEffect.AnswerCommit);
    }

    [Fact]
    public void Trial_ThatIsStillRunningAtATick_IsWrittenDown()
    {
        var job = JobBench.Planned(shards: 1, here: "here");
        job.Send(Slot);

        job.Send(new JobEvent.Tick());

        Assert.IsType<LedgerEvent.Granted>(Assert.Single(job.Sent!.Events));
    }

    [Theory]
    [InlineData(1, "here", "elsewhere", false)]
    [InlineData(2, "here", "here", false)]
    [InlineData(1, null, "here", false)]
    [InlineData(1, "here", "here", true)]
    public void Grant_OfAPartOrElsewhereOrAlone_WaitsForTheLedger(int shards, string? here, string silo, bool isAlone)
    {
        var job = JobBench.Planned(shards: shards, here: here);

        // A lease alone is for suspects; to any other job it is of no use.
        var effects = job.Send(new JobEvent.SlotOffered(JobBench.Lease(1, silo) with { IsAlone = isAlone }));

        Assert.DoesNotContain(effects, effect => effect is JobEffect.StartShard);
        Assert.DoesNotContain(job.Confirm(), effect => effect is JobEffect.StartShard { IsInPlace: true });
    }

    [Fact]
    public void Grant_ByALaterWriter_IsInPlaceAndWaitsForTheLedger()
    {
        var second = JobBench.Planned(shards: 1, here: "here").TakenOver();
        second.Settle(new JobEvent.Activated(1) { Here = "here" });

        Assert.DoesNotContain(second.Send(Slot), effect => effect is JobEffect.StartShard);
        Assert.True(Assert.Single(second.Confirm().OfType<JobEffect.StartShard>()).IsInPlace);
    }

    [Fact]
    public void Grant_WhileThePlanIsNotDurable_WaitsForTheLedger()
    {
        var job = JobBench.Accepted(shards: 1);
        job.Send(new JobEvent.Activated(1) { Here = "here", HasSlot = true });
        Assert.Null(job.Sent);

        Assert.DoesNotContain(job.Send(Slot), effect => effect is JobEffect.StartShard);
        Assert.Equal([typeof(LedgerEvent.Planned), typeof(LedgerEvent.Granted)], job.Sent!.Events.Select(happened => happened.GetType()));
    }
}
