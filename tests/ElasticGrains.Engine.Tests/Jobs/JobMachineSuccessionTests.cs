using ElasticGrains.Engine.Jobs;
using ElasticGrains.Ledger;
using ElasticGrains.Shards;

namespace ElasticGrains.Engine.Tests.Jobs;

public class JobMachineSuccessionTests
{
    public static TheoryData<string> Messages => ["commit", "report", "end"];

    [Theory]
    [MemberData(nameof(Messages))]
    public void Message_OfAnAttemptOfALaterWriter_MakesTheDeposedOneStandDown(string message)
    {
        var deposed = JobBench.Planned();
        var grant = deposed.Grant();
        JobEvent happened = message switch
        {
            "commit" => new JobEvent.CommitOffered(JobBench.Commit(grant.Shard, grant.Attempt + 1, 0, 10)),
            "report" => new JobEvent.Reported(JobBench.Report(grant.Shard, grant.Attempt + 1)),
            _ => new JobEvent.Ended(JobBench.Ended(grant.Shard, grant.Attempt + 1, AttemptEnd.Completed)),
        };

        Assert.IsType<JobEffect.StandDown>(Assert.Single(deposed.Settle(happened)));
        Assert.True(deposed.Machine.IsStoodDown);
    }

    [Fact]
    public void Report_OfAShardThatALaterWriterMade_MakesTheDeposedOneStandDown()
    {
        var deposed = JobBench.Planned(shards: 2);

        deposed.Settle(new JobEvent.Reported(JobBench.Report(shard: 2, attempt: 1)));

        Assert.True(deposed.Machine.IsStoodDown);
    }

    [Fact]
    public void Activated_AttemptReports_GoesOnUnderANewEpoch()
    {
        var first = JobBench.Planned();
        var grant = first.Grant();
        var second = first.TakenOver();
        second.Settle(new JobEvent.Activated(2));

        var now = second.Send(new JobEvent.Reported(JobBench.Report(grant.Shard, grant.Attempt)));
        Assert.Empty(now.OfType<JobEffect.AnswerReport>());

        var answer = second.Confirm().OfType<JobEffect.AnswerReport>().Single().Answer;
        Assert.Equal(ReportStatus.Adopted, answer.Status);
        Assert.Equal((grant.Attempt, grant.Attempt + 1), (answer.Attempt, answer.NewAttempt));
    }

    [Fact]
    public void Report_AfterALostAnswerToItsAdoption_IsAnsweredAgain()
    {
        var (second, grant) = Adopted();

        var again = second.Settle(new JobEvent.Reported(JobBench.Report(grant.Shard, grant.Attempt))).OfType<JobEffect.AnswerReport>().Single().Answer;

        Assert.Equal((ReportStatus.Adopted, grant.Attempt + 1), (again.Status, again.NewAttempt));
    }

    [Fact]
    public void Adoption_CommitWasDurableBefore_TellsItsEnd()
    {
        var first = JobBench.Planned();
        var grant = first.Grant();
        first.Settle(new JobEvent.CommitOffered(JobBench.Commit(grant.Shard, grant.Attempt, 0, 10)));
        var second = first.TakenOver();
        second.Settle(new JobEvent.Activated(2));

        var answer = second.Settle(new JobEvent.Reported(JobBench.Report(grant.Shard, grant.Attempt))).OfType<JobEffect.AnswerReport>().Single().Answer;

        Assert.Equal(10, answer.CommittedEnd);
    }

    [Fact]
    public void Commit_BeforeItsAttemptReported_IsNotReady()
    {
        var first = JobBench.Planned();
        var grant = first.Grant();
        var second = first.TakenOver();
        second.Settle(new JobEvent.Activated(2));

        var effects = second.Settle(new JobEvent.CommitOffered(JobBench.Commit(grant.Shard, grant.Attempt, 0, 10)));

        Assert.Equal(CommitStatus.NotReady, effects.OfType<JobEffect.AnswerCommit>().Single().Answer.Status);
    }

    [Fact]
    public void Commit_UnderTheEpochBeforeAdoption_IsNotApplied()
    {
        var (second, grant) = Adopted();

        var effects = second.Settle(new JobEvent.CommitOffered(JobBench.Commit(grant.Shard, grant.Attempt, 0, 10)));

        Assert.Equal(CommitStatus.NotReady, effects.OfType<JobEffect.AnswerCommit>().Single().Answer.Status);
        Assert.Equal(0, second.Machine.State.Committed);
    }

    [Fact]
    public void Activated_AttemptStaysSilent_RunsAgain()
    {
        var first = JobBench.Planned(shards: 1);
        var grant = first.Grant();
        var second = first.TakenOver();
        second.Settle(new JobEvent.Activated(1));

        Assert.Empty(second.Settle(new JobEvent.SlotOffered(JobBench.Lease(2))).OfType<JobEffect.StartShard>());
        second.Wait(TimeSpan.FromSeconds(1));

        var again = second.Grant(epoch: 3);
        Assert.Equal((grant.Shard, grant.Attempt + 1), (again.Shard, again.Attempt));
    }

    [Fact]
    public void Tick_AfterThisProcessStoodStill_LosesNobody()
    {
        var job = JobBench.Planned();
        job.Grant();

        job.After(TimeSpan.FromMinutes(5)).Settle(new JobEvent.Tick());

        Assert.Equal(1, job.Machine.Running);
    }

    [Fact]
    public void Tick_AttemptIsSilentForTooLong_IsLost()
    {
        var job = JobBench.Planned();
        job.Grant();

        var effects = job.Wait(TimeSpan.FromSeconds(10.5));

        Assert.Single(effects.OfType<JobEffect.StopShard>());
        Assert.Equal(0, job.Machine.Running);
    }

    [Fact]
    public void Report_WhileTheLedgerIsAway_IsAnswered()
    {
        var job = JobBench.Planned();
        var grant = job.Grant();
        job.Send(new JobEvent.SlotOffered(JobBench.Lease(2)));
        job.Send(new JobEvent.AppendFailed(job.Sent!.Version, "no answer"));

        var answer = job.Send(new JobEvent.Reported(JobBench.Report(grant.Shard, grant.Attempt))).OfType<JobEffect.AnswerReport>().Single().Answer;

        Assert.Equal(ReportStatus.Current, answer.Status);
    }

    private static (JobBench Job, ShardGrant Grant) Adopted()
    {
        var first = JobBench.Planned();
        var grant = first.Grant();
        var second = first.TakenOver();
        second.Settle(new JobEvent.Activated(2));
        second.Settle(new JobEvent.Reported(JobBench.Report(grant.Shard, grant.Attempt)));
        return (second, grant);
    }
}
