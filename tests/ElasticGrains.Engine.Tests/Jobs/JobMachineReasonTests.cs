using ElasticGrains.Engine.Jobs;
using ElasticGrains.Ledger;
using ElasticGrains.Scheduling;
using ElasticGrains.Shards;

namespace ElasticGrains.Engine.Tests.Jobs;

/// <summary>What the ledger says of why an attempt ended or a shard was cut.</summary>
public class JobMachineReasonTests
{
    [Theory]
    [InlineData(false, SiloRemains.Unknown, LedgerReasons.SiloDied)]
    [InlineData(false, SiloRemains.Nothing, LedgerReasons.SiloKilled)]
    [InlineData(false, SiloRemains.Silence, LedgerReasons.SiloFrozen)]
    [InlineData(false, SiloRemains.Unreachable, LedgerReasons.SiloCutOff)]
    [InlineData(true, SiloRemains.Unknown, LedgerReasons.SiloLeft)]
    public void SiloLost_UnderAnAttempt_SaysWhetherItLeftAndWhatWasFound(bool hasLeft, SiloRemains remains, string why)
    {
        var job = JobBench.Planned();
        job.GrantAndStart();

        job.Settle(new JobEvent.SiloLost("s") { HasLeft = hasLeft, Remains = remains });

        Assert.Equal((AttemptEnd.Lost, why), EndOf(job));
        Assert.Equal(hasLeft, job.Durable.OfType<LedgerEvent.AttemptEnded>().Single().Death is null);
    }

    [Fact]
    public void Attempt_NotHeardOf_IsLostBecauseItWasSilent()
    {
        var job = JobBench.Planned();
        job.GrantAndStart();

        job.Wait(TimeSpan.FromSeconds(11));

        Assert.Equal((AttemptEnd.Lost, LedgerReasons.Silent), EndOf(job));
    }

    [Fact]
    public void Attempt_DoesNotReportToANewWriter_IsLostBecauseItWasNotAdopted()
    {
        var job = JobBench.Planned();
        job.GrantAndStart();
        var next = job.TakenOver();
        next.Settle(new JobEvent.Activated(2));

        next.Wait(TimeSpan.FromSeconds(2));

        Assert.Equal((AttemptEnd.Lost, LedgerReasons.NotAdopted), EndOf(next));
    }

    [Theory]
    [InlineData(AttemptEnd.Refused, AttemptEnd.Refused, LedgerReasons.SlotTaken)]
    [InlineData(AttemptEnd.Completed, AttemptEnd.Stopped, LedgerReasons.RestUnrecorded)]
    [InlineData(AttemptEnd.Stopped, AttemptEnd.Stopped, LedgerReasons.LateCopy)]
    [InlineData(AttemptEnd.Failed, AttemptEnd.Failed, null)]
    public void Ended_BeforeAllIsCommitted_SaysWhy(AttemptEnd said, AttemptEnd end, string? why)
    {
        var job = JobBench.Planned();
        job.GrantAndStart();

        job.Settle(new JobEvent.Ended(JobBench.Ended(0, 1, said)));

        Assert.Equal((end, why), EndOf(job));
    }

    [Fact]
    public void Cut_OfARecalledSlot_SaysSoAndWhen()
    {
        var job = JobBench.Planned(shards: 1);
        var grant = job.GrantAndStart();
        job.After(TimeSpan.FromSeconds(3)).Settle(new JobEvent.SlotRecalled(grant.Lease));

        job.Settle(new JobEvent.SplitOffered(new SplitOffer(0, 1, At: 40)));

        Assert.Equal(new LedgerEvent.Split(0, 40, 1) { When = job.Now, Why = LedgerReasons.Recalled }, job.Durable[^1]);
    }

    [Fact]
    public void Cut_ForAFreeSlot_SaysSoAndWhen()
    {
        var job = JobBench.Planned(shards: 1);
        job.GrantAndStart();
        job.After(TimeSpan.FromSeconds(3)).Settle(new JobEvent.SlotOffered(JobBench.Lease(2, slot: 1)));

        job.Settle(new JobEvent.SplitOffered(new SplitOffer(0, 1, At: 40)));

        Assert.Equal(new LedgerEvent.Split(0, 40, 1) { When = job.Now, Why = LedgerReasons.FreeSlot }, Assert.Single(job.Durable.OfType<LedgerEvent.Split>()));
    }

    private static (AttemptEnd End, string? Why) EndOf(JobBench job) => job.Durable.OfType<LedgerEvent.AttemptEnded>().Select(end => (end.End, end.Why)).Single();
}
