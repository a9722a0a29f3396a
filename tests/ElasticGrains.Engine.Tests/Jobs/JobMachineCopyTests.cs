using ElasticGrains.Blocks;
using ElasticGrains.Engine.History;
using ElasticGrains.Engine.Jobs;
using ElasticGrains.Engine.Verification;
using ElasticGrains.Jobs;
using ElasticGrains.Ledger;

namespace ElasticGrains.Engine.Tests.Jobs;

/// <summary>A job whose answer an earlier one has.</summary>
public class JobMachineCopyTests
{
    private static readonly AnswerSource First = new("first", JobBench.Begin.AddDays(-1));
    private static readonly JobEvent.AnswerFound Found = new(First, "42"u8.ToArray(), "f00d");

    [Fact]
    public void Answer_OfAnEarlierJob_EndsTheJobWithNothingElse()
    {
        var job = JobBench.Accepted();

        var effects = job.Settle(Found);

        var end = Assert.IsType<LedgerEvent.Finished>(Assert.Single(job.Durable.Skip(2)));
        Assert.Equal((JobPhase.Succeeded, "f00d", First), (end.Outcome.Phase, end.ResultHash, end.CopiedFrom));
        Assert.Equal("42"u8.ToArray(), end.Outcome.Result.ToArray());
        Assert.Equal([typeof(JobEffect.Append), typeof(JobEffect.Complete)], effects.Select(effect => effect.GetType()));
        Assert.Equal((100, 0, 100), (job.Machine.State.Items, job.Machine.State.Committed, job.Machine.State.Settled));
        Assert.False(job.Machine.State.MayHaveOrphans);
    }

    [Fact]
    public void Answer_InABlock_NamesTheBlock()
    {
        var block = new BlockHandle("8", 300_000, 5);
        var job = JobBench.Accepted();
        job.Settle(Found with { Result = default, Block = block });
        Assert.Equal(block, ((LedgerEvent.Finished)job.Durable[^1]).Outcome.ResultBlock);
        Assert.True(job.Machine.State.MayHaveOrphans);
    }

    [Fact]
    public void Answer_WhoseAppendIsOfUnknownFate_IsSentAgainUnchangedAndCompletesOnce()
    {
        var job = JobBench.Accepted();
        job.Send(Found);
        var sent = job.Sent!;
        Assert.DoesNotContain(job.Send(new JobEvent.AppendFailed(sent.Version, "no answer")), effect => effect is JobEffect.Complete);

        var again = job.After(TimeSpan.FromSeconds(1)).Send(new JobEvent.Tick()).OfType<JobEffect.Append>().Single();

        Assert.Same(sent, again.Batch);
        Assert.Single(job.Confirm(), effect => effect is JobEffect.Complete);
    }

    [Fact]
    public void Answer_OfAJobThatIsPlanned_ChangesNothing()
    {
        var job = JobBench.Planned();
        Assert.DoesNotContain(job.Settle(Found), effect => effect is JobEffect.Append or JobEffect.Complete);
        Assert.Equal(JobPhase.Running, job.Machine.State.Phase);
    }

    [Fact]
    public void Answer_ToALaterWriter_ChangesNothingAndTheJobIsPlanned()
    {
        var job = JobBench.Accepted().TakenOver();
        Assert.DoesNotContain(job.Settle(Found), effect => effect is JobEffect.Append);
        job.Settle(new JobEvent.Activated(2));
        Assert.Single(job.Durable.OfType<LedgerEvent.Planned>());
        Assert.DoesNotContain(job.Durable, happened => happened is LedgerEvent.Finished);
    }

    [Fact]
    public void Job_ThatWaitsForAnAnswer_AsksForNothingAndCanStillBePlanned()
    {
        var job = JobBench.Accepted();
        Assert.Empty(job.Settle(new JobEvent.Tick()));
        Assert.Empty(job.Settle(new JobEvent.CancelRequested("enough")));

        Assert.Contains(job.Settle(new JobEvent.Activated(2)), effect => effect is JobEffect.Append);

        job.Settle(new JobEvent.CancelRequested("enough"));
        Assert.Equal(JobPhase.Cancelled, job.Machine.State.Phase);
    }

    [Fact]
    public void Job_WithTheAnswerOfAnother_SaysWhoseItIs()
    {
        var job = JobBench.Accepted();
        job.Settle(Found);
        var history = new JobHistory("j", 1, job.Durable);

        var why = Assert.Single(LedgerWhy.Of(history).Reasons);
        Assert.Equal(JobReasons.Succeeded, why.Kind);
        Assert.Equal("It has the answer of job first, which asked for the same: nothing was computed for it.", why.Text);
        Assert.Equal(why.Text, Assert.Single(job.Machine.Explain(job.Now).Reasons).Text);
        var receipt = ReceiptBuilder.Build(history);
        Assert.Equal(("first", JobPhase.Succeeded, 100L, 0L, 0L, "f00d"), (receipt.CopiedFrom, receipt.Phase, receipt.Items, receipt.Covered, receipt.Commits, receipt.ResultHash));
    }
}
