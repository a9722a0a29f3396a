using ElasticGrains.Engine.Jobs;
using ElasticGrains.Ledger;
using ElasticGrains.Shards;

namespace ElasticGrains.Engine.Tests.Jobs;

public class JobMachineDurabilityTests
{
    [Fact]
    public void Lost_LedgerHasNotConfirmed_AttemptIsNotStoppedYet()
    {
        var job = JobBench.Planned();
        var grant = job.Grant();

        var now = job.Send(new JobEvent.SiloLost("s"));
        Assert.Empty(now.OfType<JobEffect.StopShard>());

        Assert.Equal(grant.Attempt, job.Confirm().OfType<JobEffect.StopShard>().Single().Attempt);
    }

    [Fact]
    public void Cancel_LedgerHasNotConfirmed_AttemptIsNotStoppedYet()
    {
        var job = JobBench.Planned();
        job.Grant();

        var now = job.Send(new JobEvent.CancelRequested("enough"));
        Assert.Empty(now.OfType<JobEffect.StopShard>());

        var confirmed = job.Confirm();
        Assert.Single(confirmed.OfType<JobEffect.StopShard>());
        Assert.Single(confirmed.OfType<JobEffect.Complete>());
    }

    [Fact]
    public void Commit_OfAnAttemptWhoseEndIsNotConfirmed_IsFencedOnlyAfterwards()
    {
        var job = JobBench.Planned();
        var grant = job.Grant();
        job.Send(new JobEvent.SiloLost("s"));

        var now = job.Send(new JobEvent.CommitOffered(JobBench.Commit(grant.Shard, grant.Attempt, 0, 10)));
        Assert.Empty(now.OfType<JobEffect.AnswerCommit>());

        Assert.Equal(CommitStatus.Fenced, job.Confirm().OfType<JobEffect.AnswerCommit>().Single().Answer.Status);
    }

    [Fact]
    public void Commit_LedgerHasNotConfirmed_IsNeitherAnsweredNorPublished()
    {
        var job = JobBench.Planned();
        var grant = job.Grant();

        var now = job.Send(new JobEvent.CommitOffered(JobBench.Commit(grant.Shard, grant.Attempt, 0, 10)));
        Assert.IsType<JobEffect.Append>(Assert.Single(now));

        var confirmed = job.Confirm();
        Assert.Equal(1, confirmed.OfType<JobEffect.AnswerCommit>().Single().Answer.Number);
        Assert.Equal(1, confirmed.OfType<JobEffect.Reduce>().Single().Commits.Single().Number);
    }

    [Fact]
    public void Append_OfUnknownFate_IsSentAgainUnchanged()
    {
        var job = JobBench.Planned();
        var grant = job.Grant();
        job.Send(new JobEvent.CommitOffered(JobBench.Commit(grant.Shard, grant.Attempt, 0, 10)));
        var first = job.Sent!;
        var events = first.Events.ToArray();

        job.Send(new JobEvent.AppendFailed(first.Version, "the disk is full"));
        Assert.Equal("the disk is full", job.Machine.Parked);
        job.Send(new JobEvent.CommitOffered(JobBench.Commit(grant.Shard, grant.Attempt, 10, 20)));
        var again = job.After(TimeSpan.FromSeconds(1)).Send(new JobEvent.Tick()).OfType<JobEffect.Append>().Single().Batch;

        Assert.Equal((first.WriterEpoch, first.Version), (again.WriterEpoch, again.Version));
        Assert.Equal(events, again.Events);
        Assert.Equal([1L, 2L], job.Confirm().OfType<JobEffect.AnswerCommit>().Select(effect => effect.Answer.Number));
        Assert.Null(job.Machine.Parked);
    }

    [Fact]
    public void Append_WaitsForALaterTick_IsNotSentTwiceAtOnce()
    {
        var job = JobBench.Planned();
        job.Send(new JobEvent.SlotOffered(JobBench.Lease(1)));
        job.Send(new JobEvent.AppendFailed(job.Sent!.Version, "no answer"));

        Assert.Empty(job.Send(new JobEvent.Tick()).OfType<JobEffect.Append>());
        Assert.Single(job.After(TimeSpan.FromMilliseconds(500)).Send(new JobEvent.Tick()).OfType<JobEffect.Append>());
        Assert.Empty(job.Send(new JobEvent.Tick()).OfType<JobEffect.Append>());
    }

    [Fact]
    public void Grant_NothingUnderWay_ItsShardIsPreparedWhileItBecomesDurable()
    {
        var job = JobBench.Planned();

        var first = job.Send(new JobEvent.SlotOffered(JobBench.Lease(1, "silo")));

        Assert.Equal(new JobEffect.PrepareShard(0, "silo"), Assert.Single(first.OfType<JobEffect.PrepareShard>()));
        Assert.Empty(first.OfType<JobEffect.StartShard>());
        Assert.Empty(job.Send(new JobEvent.SlotOffered(JobBench.Lease(2, "silo"))).OfType<JobEffect.PrepareShard>());
        Assert.Equal([(0, true), (1, false)], job.Confirm().OfType<JobEffect.StartShard>().Select(start => (start.Grant.Shard, start.IsPrepared)));
    }

    [Fact]
    public void Append_Fenced_StandsDownAndSaysNothingMore()
    {
        var job = JobBench.Planned();
        job.Send(new JobEvent.SlotOffered(JobBench.Lease(1)));
        var version = job.Sent!.Version;

        var effects = job.Send(new JobEvent.Appended(version, new AppendOutcome(AppendStatus.Fenced, 2)));

        Assert.IsType<JobEffect.StandDown>(Assert.Single(effects));
        Assert.True(job.Machine.IsStoodDown);
        Assert.Empty(job.Send(new JobEvent.SlotOffered(JobBench.Lease(2))));
    }

    [Fact]
    public void Append_Rejected_IsAViolation()
    {
        var job = JobBench.Planned();
        job.Send(new JobEvent.SlotOffered(JobBench.Lease(1)));

        var effects = job.Send(new JobEvent.Appended(job.Sent!.Version, new AppendOutcome(AppendStatus.Rejected, 1, "it contradicts")));

        Assert.Contains(effects, effect => effect is JobEffect.Violation);
        Assert.True(job.Machine.IsStoodDown);
    }
}
