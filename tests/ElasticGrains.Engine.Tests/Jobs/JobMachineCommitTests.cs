using ElasticGrains.Blocks;
using ElasticGrains.Engine.Jobs;
using ElasticGrains.Engine.Ledger;
using ElasticGrains.Jobs;
using ElasticGrains.Ledger;
using ElasticGrains.Shards;

namespace ElasticGrains.Engine.Tests.Jobs;

public class JobMachineCommitTests
{
    [Fact]
    public void Commits_OfSeveralShards_AreNumberedWithoutGap()
    {
        var job = JobBench.Planned();
        var (one, two) = (job.Grant(1), job.Grant(2));

        var numbers = new[]
        {
            Number(job, one, 0, 10), Number(job, two, 50, 51), Number(job, one, 10, 50),
        };

        Assert.Equal([1, 2, 3], numbers);
    }

    [Fact]
    public void Resend_OfTheLastCommit_IsAnsweredWithItsNumberAndChangesNothing()
    {
        var job = JobBench.Planned();
        var (one, two) = (job.Grant(1), job.Grant(2));
        Assert.Equal(1, Number(job, one, 0, 10));
        Assert.Equal(2, Number(job, two, 50, 60));

        var effects = job.Settle(new JobEvent.CommitOffered(JobBench.Commit(one.Shard, one.Attempt, 0, 10)));

        Assert.Equal(new CommitAnswer(one.Shard, one.Attempt, 0, CommitStatus.Accepted, 1, TimeSpan.Zero), Assert.IsType<JobEffect.AnswerCommit>(Assert.Single(effects)).Answer);
        Assert.Equal(20, job.Machine.State.Committed);
    }

    [Fact]
    public void Commit_PartialsWereJoinedBefore_ItsAnswerSaysHowLongThatTook()
    {
        var job = JobBench.Planned();
        var grant = job.Grant();
        Assert.Equal(TimeSpan.Zero, JoinCost(0));

        job.Send(new JobEvent.Joined(TimeSpan.FromMilliseconds(30)));

        Assert.Equal(TimeSpan.FromMilliseconds(30), JoinCost(10));

        TimeSpan JoinCost(long start) => job.Settle(new JobEvent.CommitOffered(JobBench.Commit(grant.Shard, grant.Attempt, start, start + 10)))
            .OfType<JobEffect.AnswerCommit>().Single().Answer.JoinCost;
    }

    [Fact]
    public void Resend_BeforeTheLedgerConfirmed_IsAnsweredTwiceButCommittedOnce()
    {
        var job = JobBench.Planned();
        var grant = job.Grant();
        job.Send(new JobEvent.CommitOffered(JobBench.Commit(0, grant.Attempt, 0, 10)));
        Assert.Empty(job.Send(new JobEvent.CommitOffered(JobBench.Commit(0, grant.Attempt, 0, 10))));

        var effects = job.Confirm();

        Assert.Equal([1L, 1L], effects.OfType<JobEffect.AnswerCommit>().Select(effect => effect.Answer.Number));
        Assert.Equal("s", Assert.Single(effects.OfType<JobEffect.Reduce>()).Silo);
    }

    [Fact]
    public void LateCopy_OfAnOlderCommit_IsIgnored()
    {
        var job = JobBench.Planned();
        var grant = job.Grant();
        Number(job, grant, 0, 10);
        Number(job, grant, 10, 20);

        Assert.Empty(job.Settle(new JobEvent.CommitOffered(JobBench.Commit(0, grant.Attempt, 0, 10))));
    }

    /// <summary>As of a writer that is deposed and does not know it: another one has given the same number to another shard.</summary>
    [Fact]
    public void Commit_OfAGrantThatIsNotDurableYet_AccusesNobody()
    {
        var job = JobBench.Planned(shards: 2);
        job.Send(new JobEvent.SlotOffered(JobBench.Lease(1)));

        Assert.DoesNotContain(job.Send(new JobEvent.CommitOffered(JobBench.Commit(0, 1, 3, 10))), effect => effect is JobEffect.Violation);
        Assert.Single(job.Confirm().OfType<JobEffect.Violation>());
    }

    [Theory]
    [InlineData(11, 20)]
    [InlineData(0, 20)]
    [InlineData(10, 51)]
    public void Commit_ThatDoesNotContinueThePrefix_IsAViolationAndFenced(long start, long end)
    {
        var job = JobBench.Planned();
        var grant = job.Grant();
        Number(job, grant, 0, 10);

        var effects = job.Settle(new JobEvent.CommitOffered(JobBench.Commit(0, grant.Attempt, start, end)));

        Assert.Single(effects.OfType<JobEffect.Violation>());
        Assert.Equal(CommitStatus.Fenced, effects.OfType<JobEffect.AnswerCommit>().Single().Answer.Status);
        Assert.Equal(10, job.Machine.State.Committed);
    }

    [Fact]
    public void Commit_OfAnEarlierAttempt_IsFenced()
    {
        var job = JobBench.Planned(shards: 1);
        var first = job.Grant(1);
        job.Settle(new JobEvent.SiloLost("s"));
        var second = job.Grant(2);

        var effects = job.Settle(new JobEvent.CommitOffered(JobBench.Commit(0, first.Attempt, 0, 10)));

        Assert.Equal(CommitStatus.Fenced, effects.OfType<JobEffect.AnswerCommit>().Single().Answer.Status);
        Assert.Equal(1, Number(job, second, 0, 10));
    }

    [Fact]
    public void Report_OfAnEarlierAttempt_IsFenced()
    {
        var job = JobBench.Planned(shards: 1);
        var first = job.Grant(1);
        job.Settle(new JobEvent.SiloLost("s"));
        job.Grant(2);

        var answer = job.Settle(new JobEvent.Reported(JobBench.Report(0, first.Attempt))).OfType<JobEffect.AnswerReport>().Single().Answer;

        Assert.Equal(ReportStatus.Fenced, answer.Status);
    }

    [Fact]
    public void Ended_CompletedButNotCovered_RunsTheRest()
    {
        var job = JobBench.Planned(shards: 1);
        var first = job.Grant(1);
        Number(job, first, 0, 10);

        Assert.Single(job.Settle(new JobEvent.Ended(JobBench.Ended(0, first.Attempt, AttemptEnd.Completed))).OfType<JobEffect.AnswerEnded>());

        var again = job.Grant(2);
        Assert.Equal((new ItemRange(10, 100), 2L), (again.Range, again.Attempt));
    }

    [Fact]
    public void Ended_SentTwice_IsAnsweredTwiceAndRecordedOnce()
    {
        var job = JobBench.Planned(shards: 1, policy: new JobPolicy { MaxAttempts = 2 });
        var grant = job.Grant();
        var end = JobBench.Ended(0, grant.Attempt, AttemptEnd.Failed, new Failure(FailureFault.Kernel, "kernel", "It failed."));

        var answers = job.Settle(new JobEvent.Ended(end)).Concat(job.Settle(new JobEvent.Ended(end))).OfType<JobEffect.AnswerEnded>();

        Assert.Equal(2, answers.Count());
        Assert.Equal((JobPhase.Running, 1), (job.Machine.State.Phase, job.Machine.State.Shard(0).FailuresInARow));
    }

    [Fact]
    public void LastCommit_NothingUnderWay_BecomesDurableTogetherWithTheAnswer()
    {
        var job = JobBench.Planned(shards: 1);
        var grant = job.Grant();

        var made = job.Settle(new JobEvent.CommitOffered(JobBench.Commit(0, grant.Attempt, 0, 100)));

        Assert.Equal(1, Assert.IsType<JobEffect.Conclude>(Assert.Single(made)).Commits.Single().Number);
        var ready = job.Send(new JobEvent.AnswerReady(new byte[] { 7 }, "hash"));
        Assert.Collection(
            Assert.IsType<JobEffect.Append>(Assert.Single(ready)).Batch.Events,
            happened => Assert.IsType<LedgerEvent.Committed>(happened),
            happened => Assert.Equal(JobPhase.Succeeded, Assert.IsType<LedgerEvent.Finished>(happened).Outcome.Phase));
        var confirmed = job.Confirm();
        Assert.Single(confirmed.OfType<JobEffect.AnswerCommit>());
        Assert.Single(confirmed.OfType<JobEffect.Complete>());
    }

    [Fact]
    public void Answer_ThatIsABlock_IsNamedByTheOutcome()
    {
        var job = JobBench.Planned(shards: 1);
        job.Send(new JobEvent.CommitOffered(JobBench.Commit(0, job.Grant().Attempt, 0, 100)));
        var block = new BlockHandle("7", 300_000, 42);

        var ready = job.Send(new JobEvent.AnswerReady(default, "hash") { Block = block });

        var finished = Assert.IsType<JobEffect.Append>(Assert.Single(ready)).Batch.Events.OfType<LedgerEvent.Finished>().Single();
        Assert.Equal((block, "hash", true), (finished.Outcome.ResultBlock, finished.ResultHash, finished.Outcome.Result.IsEmpty));
        Assert.NotEqual(EventDigest.Of([finished]), EventDigest.Of([finished with { Outcome = finished.Outcome with { ResultBlock = block with { Id = "8" } } }]));
    }

    [Fact]
    public void LastCommit_TheAnswerTakesLong_IsDurableAfterATick()
    {
        var job = JobBench.Planned(shards: 1);
        var grant = job.Grant();
        job.Send(new JobEvent.CommitOffered(JobBench.Commit(0, grant.Attempt, 0, 100)));
        Assert.Empty(job.Settle(new JobEvent.Reported(JobBench.Report(0, grant.Attempt))).OfType<JobEffect.Append>());

        var effects = job.Settle(new JobEvent.Tick());

        Assert.Equal(CommitStatus.Accepted, Assert.Single(effects.OfType<JobEffect.AnswerCommit>()).Answer.Status);
        Assert.DoesNotContain(effects, effect => effect is JobEffect.MakeAnswer or JobEffect.Reduce);
        Assert.Empty(job.Send(new JobEvent.AnswerReady(new byte[] { 7 }, "hash")).OfType<JobEffect.Complete>());
        Assert.Single(job.Confirm().OfType<JobEffect.Complete>());
    }

    [Fact]
    public void LastCommit_AnotherIsUnderWay_IsJoinedOnceTheLedgerKnows()
    {
        var job = JobBench.Planned();
        var (one, two) = (job.Grant(1), job.Grant(2));
        job.Send(new JobEvent.CommitOffered(JobBench.Commit(one.Shard, one.Attempt, 0, 50)));

        Assert.Empty(job.Send(new JobEvent.CommitOffered(JobBench.Commit(two.Shard, two.Attempt, 50, 100))));

        var effects = job.Confirm();
        Assert.Equal([1L, 2L], effects.OfType<JobEffect.Reduce>().Select(effect => effect.Commits.Single().Number));
        Assert.Single(effects.OfType<JobEffect.MakeAnswer>());
    }

    [Fact]
    public void LastCommit_CancelledWhileTheAnswerIsMade_IsKept()
    {
        var job = JobBench.Planned(shards: 1);
        var grant = job.Grant();
        job.Send(new JobEvent.CommitOffered(JobBench.Commit(0, grant.Attempt, 0, 100)));

        var effects = job.Settle(new JobEvent.CancelRequested("enough"));

        Assert.Equal(2, effects.OfType<JobEffect.Append>().Single().Batch.Events.Count);
        Assert.Equal((JobPhase.Cancelled, 100), (job.Machine.State.Phase, job.Machine.State.Committed));
        Assert.Empty(job.Settle(new JobEvent.AnswerReady(new byte[] { 7 }, "hash")));
    }

    private static long Number(JobBench job, ShardGrant grant, long start, long end) =>
        job.Settle(new JobEvent.CommitOffered(JobBench.Commit(grant.Shard, grant.Attempt, start, end))).OfType<JobEffect.AnswerCommit>().Single().Answer.Number;
}
