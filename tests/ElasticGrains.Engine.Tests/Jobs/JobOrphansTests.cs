using ElasticGrains.Blocks;
using ElasticGrains.Engine.Jobs;
using ElasticGrains.Hashing;
using ElasticGrains.Jobs;
using ElasticGrains.Ledger;
using static ElasticGrains.Engine.Tests.Verification.Script;

namespace ElasticGrains.Engine.Tests.Jobs;

/// <summary>After which jobs blocks are looked for to which nothing refers.</summary>
public class JobOrphansTests
{
    private static readonly BlockHandle Block = new("7", 300_000, 5);
    private static readonly JobSpec Spec = new() { Id = "job", Kernel = "test", KernelVersion = 1, Input = "{}"u8.ToArray(), Policy = JobPolicy.Default };

    [Fact]
    public void MayHaveOrphans_OfAJobOfSmallThingsThatSucceeded_IsFalse() => Assert.False(After(Commit(1, 0, 1, 0, 20, 2), End(0, 1, 3), Succeed(4)));

    [Fact]
    public void MayHaveOrphans_OfOneWithAPartialInABlock_IsTrue() => Assert.True(After(Commit(1, 0, 1, 0, 20, 2, Block), End(0, 1, 3), Succeed(4)));

    [Fact]
    public void MayHaveOrphans_OfOneWhoseAnswerIsABlock_IsTrue()
    {
        var succeeded = Succeed(4);
        Assert.True(After(Commit(1, 0, 1, 0, 20, 2), End(0, 1, 3), succeeded with { Outcome = succeeded.Outcome with { ResultBlock = Block } }));
    }

    [Fact]
    public void MayHaveOrphans_OfOneThatAnotherWriterWentOnWith_IsTrue() =>
        Assert.True(After(new LedgerEvent.WriterTaken(2, "host/2/s2", At(1.5)), Commit(1, 0, 1, 0, 20, 2), End(0, 1, 3), Succeed(4)));

    [Fact]
    public void MayHaveOrphans_OfOneThatFailed_IsTrue() => Assert.True(After(Commit(1, 0, 1, 0, 10, 2), End(0, 1, 3), Fail(4)));

    private static bool After(params LedgerEvent[] events) => JobState.Of(new JobHistory(
        Spec.Id, 1, [new LedgerEvent.Accepted(Spec, SpecHash.Of(Spec), 20, At(0)), new LedgerEvent.WriterTaken(1, "host/1/s1", At(0)), Plan(1), Grant(0, 1, 1), .. events])).MayHaveOrphans;
}
