using ElasticGrains.Engine.Jobs;
using ElasticGrains.Jobs;
using ElasticGrains.Ledger;

namespace ElasticGrains.Engine.Tests.Jobs;

/// <summary>What a job says that it waits for.</summary>
public class JobWhyTests
{
    private static readonly Failure Broke = new(FailureFault.Kernel, "kernel", "It broke.");

    [Fact]
    public void Explain_ShardsWithoutASlot_WaitForSlots()
    {
        var job = JobBench.Planned(shards: 3);

        var why = Why(job);

        Assert.Equal([JobReasons.Slots], Kinds(why));
        Assert.Equal(3, why.Wanted);
        Assert.StartsWith("3 shards could begin now", why.Reasons[0].Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Explain_AllSlotsOfThePolicyInUse_NamesThePolicy()
    {
        var job = JobBench.Planned(shards: 3, policy: JobPolicy.Default with { MaxSlots = 1 });
        job.GrantAndStart();

        var why = Why(job);

        Assert.Equal([JobReasons.MaxSlots, JobReasons.Running], Kinds(why));
        Assert.Equal(0, why.Wanted);
        Assert.Contains("use 1 slot at once", why.Reasons[0].Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Explain_AFailedShardPauses_SaysUntilWhenAndWhy()
    {
        var job = JobBench.Planned(shards: 1, policy: JobPolicy.Default with { Backoff = TimeSpan.FromSeconds(5) });
        job.GrantAndStart();
        job.Settle(new JobEvent.Ended(JobBench.Ended(0, 1, AttemptEnd.Failed, Broke)));

        var retry = Assert.Single(Why(job).Reasons);

        Assert.Equal((JobReasons.Retry, 0, JobBench.Begin.AddSeconds(5)), (retry.Kind, retry.Shard, retry.Until));
        Assert.Equal(Broke, retry.Failure);
        Assert.Contains("failed 1 time in a row and is given up after 4. The last time: It broke.", retry.Text, StringComparison.Ordinal);
        job.Wait(TimeSpan.FromSeconds(5));
        Assert.Equal([JobReasons.Slots], Kinds(Why(job)));
    }

    [Fact]
    public void Explain_ANewWriter_WaitsForAttemptsToReport()
    {
        var job = JobBench.Planned();
        job.GrantAndStart();
        var next = job.TakenOver();
        next.Settle(new JobEvent.Activated(2));

        var adopting = Why(next).Reasons[0];

        Assert.Equal((JobReasons.Adopting, JobBench.Begin + JobTimings.Default.AdoptionWindow), (adopting.Kind, adopting.Until));
        Assert.Equal(0, Why(next).Wanted);
    }

    [Fact]
    public void Explain_LedgerDoesNotAnswer_SaysWhatItSaid()
    {
        var job = JobBench.Planned();
        job.Send(new JobEvent.SlotOffered(JobBench.Lease(1)));
        job.Send(new JobEvent.AppendFailed(job.Sent!.Version, "the disk is full."));

        Assert.Equal(JobReasons.Ledger, Why(job).Reasons[0].Kind);
        Assert.Contains("the disk is full. It is tried again every 0.5 s", Why(job).Reasons[0].Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Explain_EverySlotRetired_IsRefusedWithTheReason()
    {
        var job = JobBench.Planned();
        job.Settle(new JobEvent.SlotRefused("every slot is retired"));

        Assert.Equal("No slot can be had: every slot is retired.", Assert.Single(Why(job).Reasons).Text);
    }

    [Fact]
    public void Explain_AllCommitted_MakesTheAnswer()
    {
        var job = JobBench.Planned(shards: 1);
        job.GrantAndStart();
        job.Settle(new JobEvent.CommitOffered(JobBench.Commit(0, 1, 0, 100)));

        Assert.Equal(JobReasons.Finishing, Why(job).Reasons[0].Kind);
    }

    [Fact]
    public void Explain_SilosDiedUnderAShard_WaitsForASiloAlone()
    {
        var job = JobBench.Planned(shards: 1);
        for (var death = 1; death <= 2; death++)
        {
            job.GrantAndStart(death);
            job.Settle(new JobEvent.SiloLost("s"));
        }

        var alone = Assert.Single(Why(job).Reasons, reason => reason.Kind == JobReasons.Alone);

        Assert.Equal(0, alone.Shard);
        Assert.Contains("silos died under them (s)", alone.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Explain_ADeadline_SaysWhen()
    {
        var job = JobBench.Planned(policy: JobPolicy.Default with { Deadline = TimeSpan.FromMinutes(3) });

        Assert.Equal(JobBench.Begin.AddMinutes(3), Why(job).Reasons.Single(reason => reason.Kind == JobReasons.Deadline).Until);
    }

    [Fact]
    public void Explain_AGivenUpRange_NamesItEvenAtTheEnd()
    {
        var job = JobBench.Planned(shards: 2, policy: JobPolicy.Default with { MaxAttempts = 1 });
        job.GrantAndStart();
        job.Settle(new JobEvent.Ended(JobBench.Ended(0, 1, AttemptEnd.Failed, Broke)));

        var why = Why(job);

        Assert.Equal([JobReasons.Failed, JobReasons.GivenUp], Kinds(why));
        Assert.Equal("Items [0, 50) of shard 0 were given up after attempt 1: It broke.", why.Reasons[1].Text);
    }

    [Fact]
    public void Wanted_AtAnyMoment_IsWhatWasAskedFor()
    {
        var job = JobBench.Planned(shards: 4);
        JobEvent[] events =
        [
            new JobEvent.SlotOffered(JobBench.Lease(1)), new JobEvent.SlotOffered(JobBench.Lease(2, slot: 1)), new JobEvent.Tick(),
            new JobEvent.Ended(JobBench.Ended(0, 1, AttemptEnd.Failed, Broke)), new JobEvent.SiloLost("s"), new JobEvent.Tick(),
        ];
        var asked = 4;
        foreach (var happened in events)
        {
            asked = job.Settle(happened).OfType<JobEffect.RequestSlots>().LastOrDefault()?.Wanted ?? asked;
            asked = happened is JobEvent.SlotOffered ? Why(job).Wanted : asked;
            Assert.Equal(asked, Why(job).Wanted);
        }
    }

    private static JobWhy Why(JobBench job) => job.Machine.Explain(job.Now);

    private static IEnumerable<string> Kinds(JobWhy why) => why.Reasons.Select(reason => reason.Kind);
}
