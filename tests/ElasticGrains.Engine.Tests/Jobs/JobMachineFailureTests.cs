using ElasticGrains.Engine.Jobs;
using ElasticGrains.Jobs;
using ElasticGrains.Ledger;

namespace ElasticGrains.Engine.Tests.Jobs;

public class JobMachineFailureTests
{
    private static readonly Failure Passing = new(FailureFault.Kernel, "kernel", "It failed for now.");
    private static readonly Failure Hung = new(FailureFault.Kernel, "unresponsive", "It hangs.");
    private static readonly Failure BadInput = new(FailureFault.Input, "input", "Line 3 is no number.");

    [Fact]
    public void Slot_Refused_IsTheReasonWhyTheJobWaitsUntilOneComes()
    {
        var job = JobBench.Planned();

        job.Send(new JobEvent.SlotRefused("none is left"));
        Assert.Equal("none is left", job.Machine.Parked);

        job.Grant();
        Assert.Null(job.Machine.Parked);
    }

    [Fact]
    public void Quarantine_FailFast_FailsAtOnceAndStopsTheRest()
    {
        var job = JobBench.Planned(policy: new JobPolicy { OnQuarantine = FailurePolicy.FailFast });
        var first = job.Grant(1);
        var second = job.Grant(2);

        var effects = job.Settle(new JobEvent.Ended(JobBench.Ended(first.Shard, first.Attempt, AttemptEnd.Failed, Hung)));

        Assert.Equal(second.Shard, effects.OfType<JobEffect.StopShard>().Single().Shard);
        Assert.Equal((JobPhase.Failed, Hung), (job.Machine.State.Phase, job.Machine.State.Outcome!.Failure));
        Assert.Equal([first.Range], job.Machine.State.Outcome.Quarantined);
    }

    [Fact]
    public void Quarantine_FinishRest_FailsForWhatWasGivenUp()
    {
        var job = JobBench.Planned(policy: new JobPolicy { OnQuarantine = FailurePolicy.FinishRest, Backoff = TimeSpan.Zero });
        var first = job.Grant(1);
        var second = job.Grant(2);
        job.Settle(new JobEvent.Ended(JobBench.Ended(first.Shard, first.Attempt, AttemptEnd.Failed, Hung)));
        job.Settle(new JobEvent.Ended(JobBench.Ended(second.Shard, second.Attempt, AttemptEnd.Failed, Passing)));
        Assert.Equal(JobPhase.Running, job.Machine.State.Phase);

        var again = job.Grant(3);
        job.Settle(new JobEvent.CommitOffered(JobBench.Commit(again.Shard, again.Attempt, again.Range.Start, again.Range.End)));
        job.Settle(new JobEvent.Ended(JobBench.Ended(again.Shard, again.Attempt, AttemptEnd.Completed)));

        Assert.Equal((JobPhase.Failed, Hung), (job.Machine.State.Phase, job.Machine.State.Outcome!.Failure));
        Assert.Equal([first.Range], job.Machine.State.Outcome.Quarantined);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    public void Failures_AsManyAsAttempts_GiveUpTheRest(int attempts)
    {
        var job = JobBench.Planned(shards: 1, policy: new JobPolicy { MaxAttempts = attempts, Backoff = TimeSpan.Zero });
        for (var attempt = 1; attempt <= attempts; attempt++)
        {
            Assert.Equal(JobPhase.Running, job.Machine.State.Phase);
            var grant = job.Grant(attempt);
            job.Settle(new JobEvent.Ended(JobBench.Ended(grant.Shard, grant.Attempt, AttemptEnd.Failed, Passing)));
        }

        Assert.Equal((JobPhase.Failed, Passing), (job.Machine.State.Phase, job.Machine.State.Outcome!.Failure));
    }

    [Fact]
    public void Failures_ACommitBetweenThem_AreCountedAnew()
    {
        var job = JobBench.Planned(shards: 1, policy: new JobPolicy { MaxAttempts = 2, Backoff = TimeSpan.Zero });
        for (var attempt = 1; attempt <= 5; attempt++)
        {
            var grant = job.Grant(attempt);
            job.Settle(new JobEvent.CommitOffered(JobBench.Commit(0, grant.Attempt, grant.Range.Start, grant.Range.Start + 1)));
            job.Settle(new JobEvent.Ended(JobBench.Ended(0, grant.Attempt, AttemptEnd.Failed, Passing)));
        }

        Assert.Equal(JobPhase.Running, job.Machine.State.Phase);
    }

    [Fact]
    public void Failure_OfTheInput_FailsTheJobUnderEitherPolicy()
    {
        var job = JobBench.Planned(policy: new JobPolicy { OnQuarantine = FailurePolicy.FinishRest });
        var grant = job.Grant();

        job.Settle(new JobEvent.Ended(JobBench.Ended(grant.Shard, grant.Attempt, AttemptEnd.Failed, BadInput)));

        Assert.Equal((JobPhase.Failed, BadInput), (job.Machine.State.Phase, job.Machine.State.Outcome!.Failure));
    }

    [Theory]
    [InlineData(AttemptEnd.Lost)]
    [InlineData(AttemptEnd.Refused)]
    [InlineData(AttemptEnd.Stopped)]
    public void Ends_WithoutFault_NeverGiveUp(AttemptEnd how)
    {
        var job = JobBench.Planned(shards: 1, policy: new JobPolicy { MaxAttempts = 1 });
        for (var attempt = 1; attempt <= 10; attempt++)
        {
            var grant = job.Grant(attempt);
            job.Settle(new JobEvent.Ended(JobBench.Ended(0, grant.Attempt, how)));
            job.Wait(TimeSpan.FromMilliseconds(250));
        }

        Assert.Equal(JobPhase.Running, job.Machine.State.Phase);
    }

    [Fact]
    public void Refused_ASlotComesDuringThePause_DoesNotGoToAPieceOfAnotherShard()
    {
        var job = JobBench.Planned(shards: 2, policy: new JobPolicy { MaxSlots = 2 });
        job.GrantAndStart();
        var refused = job.Grant(epoch: 2);
        job.Settle(new JobEvent.Ended(JobBench.Ended(refused.Shard, refused.Attempt, AttemptEnd.Refused)));

        Assert.IsType<JobEffect.ReturnSlot>(job.Settle(new JobEvent.SlotOffered(JobBench.Lease(3)))[0]);
        job.Wait(TimeSpan.FromMilliseconds(250));

        Assert.Equal(refused.Shard, job.Grant(epoch: 4).Shard);
    }

    [Fact]
    public void Refused_AndToTryAgainAfterAPause_IsNoWaitForASlot()
    {
        var job = JobBench.Planned(shards: 1);
        var grant = job.Grant();
        job.Settle(new JobEvent.Ended(JobBench.Ended(0, grant.Attempt, AttemptEnd.Refused)));
        Assert.False(job.Machine.IsWaiting);

        job.Wait(TimeSpan.FromMilliseconds(250));

        Assert.True(job.Machine.IsWaiting);
    }

    [Fact]
    public void Deadline_Passes_FailsTheJob()
    {
        var job = JobBench.Planned(policy: new JobPolicy { Deadline = TimeSpan.FromSeconds(3) });
        job.Grant();

        job.Wait(TimeSpan.FromSeconds(2.75));
        Assert.Equal(JobPhase.Running, job.Machine.State.Phase);
        job.Wait(TimeSpan.FromSeconds(0.25));

        Assert.Equal((JobPhase.Failed, "deadline"), (job.Machine.State.Phase, job.Machine.State.Outcome!.Failure!.Kind));
    }

    [Fact]
    public void Cancel_OfARunningJob_EndsItOnce()
    {
        var job = JobBench.Planned();
        job.Grant();

        Assert.Single(job.Settle(new JobEvent.CancelRequested("enough")).OfType<JobEffect.Complete>());
        Assert.Empty(job.Settle(new JobEvent.CancelRequested("again")));
        Assert.Equal((JobPhase.Cancelled, "enough"), (job.Machine.State.Phase, job.Machine.State.Outcome!.Failure!.Message));
    }

    [Fact]
    public void Activated_JobHasEnded_SaysSo()
    {
        var job = JobBench.Planned();
        job.Settle(new JobEvent.CancelRequested("enough"));

        Assert.IsType<JobEffect.Complete>(Assert.Single(job.TakenOver().Settle(new JobEvent.Activated(2))));
    }

    [Fact]
    public void Activated_NoItems_MakesTheAnswerAtOnce()
    {
        var job = JobBench.Planned(items: 0, shards: 4);

        Assert.Equal((JobPhase.Finishing, 0), (job.Machine.State.Phase, job.Machine.State.Shards));
        job.Settle(new JobEvent.AnswerReady(new byte[] { 1 }, "hash"));
        Assert.Equal(JobPhase.Succeeded, job.Machine.State.Phase);
    }
}
