using ElasticGrains.Blocks;
using ElasticGrains.Engine.Ledger;
using ElasticGrains.Jobs;
using ElasticGrains.Ledger;

namespace ElasticGrains.Engine.Tests.Ledger;

/// <summary>When a job may end with the answer of another.</summary>
public class CopiedAnswerRulesTests
{
    private static readonly DateTimeOffset Noon = new(2026, 1, 2, 12, 0, 0, TimeSpan.Zero);
    private static readonly LedgerEvent.Finished Own = new(new JobOutcome { Phase = JobPhase.Succeeded, Result = "42"u8.ToArray() }, "f00d", Noon);
    private static readonly LedgerEvent.Finished Copy = Own with { CopiedFrom = new AnswerSource("first", Noon) };

    [Fact]
    public void Copy_AsTheFirstThing_EndsTheJob()
    {
        var state = New(items: 10);

        Assert.Equal(AppendStatus.Applied, Append(state, 1, Copy).Status);

        Assert.Equal((JobPhase.Succeeded, true, 0L, 10L), (state.Totals.Phase, state.Totals.IsCopied, state.Totals.Committed, state.Totals.Settled));
        Assert.Equal(AppendStatus.Duplicate, LedgerRules.Strict.Apply(state, new JobAppend("j", 1, 1, [Copy]), () => [Copy]).Status);
    }

    [Theory]
    [InlineData(JobPhase.Failed)]
    [InlineData(JobPhase.Cancelled)]
    public void Copy_WithoutSuccess_IsRejected(JobPhase phase) =>
        Rejects(New(), $"A job cannot be {phase} with the answer of job 'first'.", Copy with { Outcome = new JobOutcome { Phase = phase } });

    [Fact]
    public void Copy_AfterThePlan_IsRejected() => Rejects(New(), "Event 4 cannot be the answer of job 'first'", new LedgerEvent.Planned(1), Copy);

    [Fact]
    public void Copy_AfterCommits_IsRejected() => Rejects(
        New(items: 1), "Event 6 cannot be", new LedgerEvent.Planned(1), new LedgerEvent.Granted(0, 1, "s", 0, Noon), new LedgerEvent.Committed(1, 0, 1, new ItemRange(0, 1), new PartialPayload(0, 0, default, null), Noon), Copy);

    [Fact]
    public void Copy_ByASecondWriter_IsRejected()
    {
        var state = New();
        state.TakeWriter();
        Assert.Equal(AppendStatus.Rejected, LedgerRules.Strict.Apply(state, new JobAppend("j", 2, 1, [Copy])).Status);
    }

    [Fact]
    public void Success_WithoutPlanOrCopy_IsRejectedEvenOfNoItems() => Rejects(New(items: 0), "The job was not planned.", Own);

    private static JobLedgerState New(long items = 10)
    {
        var spec = new JobSpec { Id = "j", Kernel = "k", KernelVersion = 1, Input = "{}"u8.ToArray() };
        var state = new JobLedgerState(new LedgerEvent.Accepted(spec, "hash", items, Noon));
        state.TakeWriter();
        return state;
    }

    private static AppendOutcome Append(JobLedgerState state, long version, params LedgerEvent[] events) =>
        LedgerRules.Strict.Apply(state, new JobAppend("j", 1, version, events));

    private static void Rejects(JobLedgerState state, string reason, params LedgerEvent[] events)
    {
        var outcome = Append(state, 1, events);
        Assert.Equal(AppendStatus.Rejected, outcome.Status);
        Assert.Contains(reason, outcome.Reason, StringComparison.Ordinal);
        Assert.Null(state.Totals.Final);
    }
}
