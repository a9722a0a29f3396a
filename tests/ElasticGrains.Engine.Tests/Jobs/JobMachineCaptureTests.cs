using ElasticGrains.Blocks;
using ElasticGrains.Engine.Jobs;
using ElasticGrains.Engine.Shards;
using ElasticGrains.Inputs;
using ElasticGrains.Jobs;
using ElasticGrains.Ledger;
using ElasticGrains.Shards;

namespace ElasticGrains.Engine.Tests.Jobs;

public class JobMachineCaptureTests
{
    private static readonly Failure Hung = new(FailureFault.Kernel, "unresponsive", "It hangs.");
    private static readonly Failure Passing = new(FailureFault.Kernel, "kernel", "It failed for now.");

    [Fact]
    public void GiveUp_OfARangeWhoseInputWasCaptured_RefersToIt()
    {
        var job = JobBench.Planned();
        var grant = job.Grant();
        var input = Input(grant.Range, 1000);

        GiveUp(job, grant, input);

        Assert.Equal(input, GivenUp(job).Single().Input);
        Assert.Equal(CapturePlan.MostOfJob - 1000, job.Machine.State.Inputs.Room);
    }

    [Fact]
    public void Grant_AfterFailures_SaysHowManyAndWhatTheJobMayKeep()
    {
        var job = JobBench.Planned(policy: new JobPolicy { OnQuarantine = FailurePolicy.FinishRest, Backoff = TimeSpan.Zero });
        var first = job.Grant(1);
        Assert.Equal(new CaptureOrder(0, 100, CapturePlan.MostOfJob), first.Capture);
        GiveUp(job, first, Input(first.Range, 1000));
        var second = job.Grant(2);
        job.Settle(new JobEvent.Ended(JobBench.Ended(second.Shard, second.Attempt, AttemptEnd.Failed, Passing)));

        Assert.Equal(new CaptureOrder(1, 100, CapturePlan.MostOfJob - 1000), job.Grant(3).Capture);
    }

    [Fact]
    public void GiveUp_BeyondWhatTheJobMayKeep_LeavesTheBlockOut()
    {
        var job = JobBench.Planned(policy: new JobPolicy { OnQuarantine = FailurePolicy.FinishRest });
        var (first, second) = (job.Grant(1), job.Grant(2));
        GiveUp(job, first, Input(first.Range, CapturePlan.MostOfJob - 10));

        GiveUp(job, second, Input(second.Range, 11));

        Assert.Equal(10, job.Machine.State.Inputs.Room);
        Assert.Equal((null, "Ranges given up at the same time took what the job may keep, 256 MiB."), (GivenUp(job)[1].Input!.Block, GivenUp(job)[1].Input!.Reason));
    }

    [Fact]
    public void Failure_ThatIsTriedAgain_ForgetsTheInput()
    {
        var job = JobBench.Planned(policy: new JobPolicy { MaxAttempts = 2 });
        var grant = job.Grant();

        job.Settle(new JobEvent.Ended(JobBench.Ended(grant.Shard, grant.Attempt, AttemptEnd.Failed, Passing) with { Input = Input(grant.Range, 1000) }));

        Assert.Empty(GivenUp(job));
        Assert.True(job.Machine.State.MayHaveOrphans);
    }

    [Fact]
    public void Grant_OfARangeThatWasGivenUpBefore_HasWhatIsKeptOfIt()
    {
        var inputs = new CapturedInputs();
        var (all, part) = (new ItemRange(0, 50), new ItemRange(50, 100));
        var kept = Input(all, 1000);

        inputs.Add(GivenUp(all, kept));
        inputs.Add(GivenUp(all, kept));
        inputs.Add(GivenUp(part, Input(new ItemRange(60, 70), 24)));

        Assert.Equal((kept, null), (inputs.Find(all), inputs.Find(part)));
        Assert.Equal(CapturePlan.MostOfJob - 1024, inputs.Room);
        Assert.True(inputs.Fits(kept.Block! with { Length = inputs.Room }));
        Assert.False(inputs.Fits(kept.Block! with { Length = inputs.Room + 1 }));
    }

    [Fact]
    public void Replay_OfARangeThatWasGivenUpOften_TakesTheLastThatHasABlock()
    {
        var (range, rest) = (new ItemRange(0, 50), new ItemRange(20, 50));
        var (first, second, nothing) = (Input(range, 10), Input(rest, 20), new CapturedInput(rest, JobBench.Begin) { Reason = "gone" });

        Assert.Null(Of());
        Assert.Equal(second, Of(GivenUp(range, first), GivenUp(rest, second), GivenUp(new ItemRange(50, 60), Input(new ItemRange(50, 60), 1))));
        Assert.Equal(second, Of(GivenUp(range, first), GivenUp(rest, second), GivenUp(rest, nothing)));
        Assert.Equal(nothing, Of(GivenUp(rest, nothing)));
        Assert.Equal(nothing, Of(GivenUp(range, Input(new ItemRange(0, 10), 10)), GivenUp(rest, nothing)));

        CapturedInput? Of(params LedgerEvent[] events) => CapturedInputs.Of(events, range);
    }

    private static LedgerEvent.Quarantined GivenUp(ItemRange range, CapturedInput input) => new(0, range, Hung, JobBench.Begin) { Input = input };

    private static void GiveUp(JobBench job, ShardGrant grant, CapturedInput input) =>
        job.Settle(new JobEvent.Ended(JobBench.Ended(grant.Shard, grant.Attempt, AttemptEnd.Failed, Hung) with { Input = input }));

    private static CapturedInput Input(ItemRange range, long bytes) => new(range, JobBench.Begin) { Block = new BlockHandle("7", bytes, 5) };

    private static IReadOnlyList<LedgerEvent.Quarantined> GivenUp(JobBench job) => [.. job.Durable.OfType<LedgerEvent.Quarantined>()];
}
