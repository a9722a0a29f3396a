using ElasticGrains.Engine.Jobs;
using ElasticGrains.Jobs;
using ElasticGrains.Ledger;
using ElasticGrains.Shards;

namespace ElasticGrains.Engine.Tests.Jobs;

/// <summary>Adjacent small shards that one slot computes one after the other. Here shard i holds the items from 10 i on.</summary>
public class JobMachineRunTests
{
    private static readonly Failure Broke = new(FailureFault.Kernel, "kernel", "It broke.");

    [Fact]
    public void Grant_ManyShardsForOneSlot_IsARunAndTheNextIsShorter()
    {
        var job = Job();

        var first = job.Grant();
        var second = job.Grant(epoch: 2);

        Assert.Equal((0, new ItemRange(0, 80), new RunCut(160, 16)), (first.Shard, first.Range, first.Run));
        Assert.Equal((8, new ItemRange(80, 100), new RunCut(160, 16)), (second.Shard, second.Range, second.Run));
    }

    [Theory]
    [InlineData(1, 24)]
    [InlineData(10, 24)]
    [InlineData(20, 20)]
    [InlineData(200, 12)]
    public void Grant_OfShardsThatTakeNoTime_IsAsLongAsItIsWorth(double milliseconds, int shards)
    {
        // 64 shards: the first 16 take as long as is said; 48 are left for two slots, of which each would have 12 by the number of slots alone.
        var job = JobBench.Planned(items: 640, shards: 64, slots: 2);
        var first = job.Grant();
        job.Settle(new JobEvent.CommitOffered(JobBench.Commit(first.Shard, first.Attempt, [.. Enumerable.Range(0, 17).Select(i => i * 10L)])));
        job.After(TimeSpan.FromMilliseconds(milliseconds)).Settle(new JobEvent.Ended(JobBench.Ended(first.Shard, first.Attempt, AttemptEnd.Completed)));

        var second = job.Grant(epoch: 2);

        Assert.Equal(shards * 10, second.Range.Length);
    }

    [Fact]
    public void Grant_FewShards_IsOfOneShardWithoutACut()
    {
        var job = JobBench.Planned(items: 30, shards: 3, slots: 1);

        var grant = job.Grant();

        Assert.Equal((new ItemRange(0, 10), null), (grant.Range, grant.Run));
    }

    [Fact]
    public void Commit_OfSeveralShards_GivesEachItsNumber()
    {
        var (job, run) = Running();

        var effects = job.Settle(Commit(run, 0, 10, 20, 30));

        var joined = effects.OfType<JobEffect.Reduce>().Single().Commits;
        Assert.Equal([(1, 0, 0), (2, 1, 10), (3, 2, 20)], joined.Select(commit => (commit.Number, commit.Shard, commit.Range.Start)));
        Assert.Equal((CommitStatus.Accepted, 3, 0), Answer(effects));
        Assert.Equal((3, 3, 30), (job.Machine.State.Done, job.Machine.State.LastNumber, job.Machine.State.Committed));
    }

    [Fact]
    public void Commit_HalfOfAShard_IsCommittedAndTheShardIsNotDone()
    {
        var (job, run) = Running();

        job.Settle(Commit(run, 0, 10, 14));
        job.Settle(Commit(run, 14, 20));

        Assert.Equal((2, 3), (job.Machine.State.Done, job.Machine.State.LastNumber));
    }

    [Fact]
    public void Commit_SentAgain_IsAnsweredWithTheNumberThatItHas()
    {
        var (job, run) = Running();
        job.Settle(Commit(run, 0, 10, 20));

        var again = job.Settle(Commit(run, 0, 10, 20));

        Assert.Equal((CommitStatus.Accepted, 2, 0), Answer(again));
        Assert.Equal(2, job.Machine.State.LastNumber);
    }

    [Theory]
    [InlineData(0L, 15L)]
    [InlineData(0L, 10L, 30L)]
    [InlineData(0L, 10L, 20L, 30L, 40L, 50L, 60L, 70L, 80L, 90L)]
    [InlineData(0L, 10L, 10L, 20L)]
    [InlineData(10L, 20L)]
    public void Commit_PiecesThatAreNotOfTheRunsShards_AreFencedWhole(params long[] borders)
    {
        var (job, run) = Running();

        var effects = job.Settle(Commit(run, borders));

        Assert.Equal(CommitStatus.Fenced, Answer(effects).Status);
        Assert.Single(effects.OfType<JobEffect.Violation>());
        Assert.Equal((0, 0), (job.Machine.State.LastNumber, job.Machine.State.Committed));
    }

    [Fact]
    public void Failure_OfOneShard_SetsItApartAndTheOthersGoOn()
    {
        var (job, run) = Running(new JobPolicy { OnQuarantine = FailurePolicy.FinishRest, MaxAttempts = 2 });
        job.Settle(Commit(run, 0, 10, 20));
        job.Settle(Ended(run, AttemptEnd.Failed));

        var others = job.Grant(epoch: 2);
        job.After(TimeSpan.FromSeconds(1)).Settle(new JobEvent.Tick());
        var alone = job.Grant(epoch: 3);
        job.Settle(Ended(alone, AttemptEnd.Failed));

        Assert.Equal((3, 2, new ItemRange(30, 80)), (others.Shard, others.Attempt, others.Range));
        Assert.Equal((0, 2, new ItemRange(20, 30)), (alone.Shard, alone.Attempt, alone.Range));
        Assert.Equal([new ItemRange(20, 30)], job.Machine.State.Quarantined);
    }

    [Theory]
    [InlineData(50, 5, 16, 80)]
    [InlineData(75, 16, 17, 80)]
    public void Split_AtTheBeginningOfAShardOrInTheLast_MakesARunOrAShard(long at, int added, int shards, long end)
    {
        var (job, run) = Running();

        job.Settle(new JobEvent.SplitOffered(new SplitOffer(run.Shard, run.Attempt, at)));

        Assert.Equal(shards, job.Machine.State.Shards);
        Assert.Equal((new ItemRange(0, at), new ItemRange(at, end)), (job.Machine.State.Shard(0).Rest, job.Machine.State.Shard(added).Rest));
    }

    [Fact]
    public void Split_InsideAShardThatIsNotTheLast_IsIgnored()
    {
        var (job, run) = Running();

        job.Settle(new JobEvent.SplitOffered(new SplitOffer(run.Shard, run.Attempt, 45)));

        Assert.Equal((16, new ItemRange(0, 80)), (job.Machine.State.Shards, job.Machine.State.Shard(0).Rest));
    }

    [Fact]
    public void Split_TheNewRun_CountsTheAttemptsOn()
    {
        var (job, run) = Running();
        job.Settle(new JobEvent.SplitOffered(new SplitOffer(run.Shard, run.Attempt, 50)));

        var split = job.Grant(epoch: 2);

        Assert.Equal((5, 2, new ItemRange(50, 80), new RunCut(160, 16)), (split.Shard, split.Attempt, split.Range, split.Run));
    }

    [Fact]
    public void Takeover_ARunReports_IsAdoptedAndGoesOn()
    {
        var (job, run) = Running();
        job.Settle(Commit(run, 0, 10, 20));
        var successor = job.TakenOver();
        successor.Settle(new JobEvent.Activated(1));

        successor.Settle(new JobEvent.Reported(JobBench.Report(run.Shard, run.Attempt, committed: 20, position: 30)));
        var effects = successor.Settle(new JobEvent.CommitOffered(JobBench.Commit(run.Shard, 2, 20, 30, 40)));

        Assert.Equal((CommitStatus.Accepted, 4, 20), Answer(effects));
        Assert.Equal((4, 40), (successor.Machine.State.Done, successor.Machine.State.Committed));
    }

    [Fact]
    public void Takeover_ARunIsLost_ItsRestIsGrantedAgain()
    {
        var (job, run) = Running();
        job.Settle(Commit(run, 0, 10, 20));
        var successor = job.TakenOver();
        successor.Settle(new JobEvent.Activated(1));
        successor.Wait(TimeSpan.FromSeconds(2));

        var again = successor.Grant(epoch: 2);

        Assert.Equal((0, 2, new ItemRange(20, 80), new RunCut(160, 16)), (again.Shard, again.Attempt, again.Range, again.Run));
    }

    [Fact]
    public void Report_FromARunThatASuccessorCutOff_MakesTheOldWriterStandDown()
    {
        var (job, _) = Running();

        job.Settle(new JobEvent.Reported(JobBench.Report(5, 2)));

        Assert.True(job.Machine.IsStoodDown);
    }

    private static JobBench Job(JobPolicy? policy = null) => JobBench.Planned(items: 160, shards: 16, policy, slots: 1);

    private static (JobBench Job, ShardGrant Run) Running(JobPolicy? policy = null)
    {
        var job = Job(policy);
        return (job, job.GrantAndStart());
    }

    private static JobEvent.CommitOffered Commit(ShardGrant run, params long[] borders) => new(JobBench.Commit(run.Shard, run.Attempt, borders));

    private static JobEvent.Ended Ended(ShardGrant run, AttemptEnd how) => new(JobBench.Ended(run.Shard, run.Attempt, how, Broke));

    private static (CommitStatus Status, long Number, long Start) Answer(IReadOnlyList<JobEffect> effects)
    {
        var answer = effects.OfType<JobEffect.AnswerCommit>().Single().Answer;
        return (answer.Status, answer.Number, answer.Start);
    }
}
