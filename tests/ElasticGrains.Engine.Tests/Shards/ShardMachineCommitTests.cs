using ElasticGrains.Engine.Shards;
using ElasticGrains.Ledger;
using ElasticGrains.Shards;

namespace ElasticGrains.Engine.Tests.Shards;

public class ShardMachineCommitTests
{
    [Fact]
    public void Commit_NotAnswered_IsSentAgainUnchanged()
    {
        var shard = ShardBench.Computing();
        var first = Sent(shard.Send(ShardBench.Cut(0, 10))).Single();
        shard.Send(new ShardEvent.Progressed(1, 15));

        var again = Sent(shard.Wait(TimeSpan.FromSeconds(3)));

        Assert.Equal(3, again.Count);
        Assert.All(again, commit => Assert.Same(first, commit));
    }

    [Fact]
    public void Prefix_CutWhileAnotherIsUnanswered_Waits()
    {
        var shard = ShardBench.Computing();
        shard.Send(ShardBench.Cut(0, 10));
        Assert.Empty(shard.Send(ShardBench.Cut(10, 20)));

        var effects = shard.Send(ShardBench.Answer(1, start: 0));

        Assert.Equal(new ItemRange(10, 20), Sent(effects).Single().Range);
        Assert.Single(effects.OfType<ShardEffect.Settled>());
    }

    [Theory]
    [InlineData(1, 5)]
    [InlineData(2, 0)]
    public void Answer_ToAnotherCommit_IsIgnored(long attempt, long start)
    {
        var shard = ShardBench.Computing();
        shard.Send(ShardBench.Cut(0, 10));

        Assert.Empty(shard.Send(ShardBench.Answer(attempt, start)));
    }

    [Fact]
    public void Completed_LastCommitUnanswered_EndsOnlyWhenItIs()
    {
        var shard = ShardBench.Computing();
        shard.Send(ShardBench.Cut(0, 100));
        Assert.Empty(shard.Send(new ShardEvent.RunCompleted(1)));

        var end = shard.Send(ShardBench.Answer(1, start: 0)).OfType<ShardEffect.SendEnded>().Single().End;

        Assert.Equal((AttemptEnd.Completed, 1L), (end.End, end.Attempt));
        shard.Send(new ShardEvent.EndAnswered(1));
        Assert.True(shard.Machine.IsIdle);
    }

    [Fact]
    public void Fenced_OnACommit_StopsWithoutAWord()
    {
        var shard = ShardBench.Computing();
        shard.Send(ShardBench.Cut(0, 10));

        Assert.IsType<ShardEffect.Halt>(Assert.Single(shard.Send(ShardBench.Answer(1, 0, CommitStatus.Fenced))));
        Assert.True(shard.Machine.IsIdle);
        Assert.Empty(shard.Wait(TimeSpan.FromSeconds(5)));
    }

    [Fact]
    public void Fenced_OnAReport_StopsWithoutAWord()
    {
        var shard = ShardBench.Computing();

        Assert.IsType<ShardEffect.Halt>(Assert.Single(shard.Send(ShardBench.Answer(1, ReportStatus.Fenced))));
        Assert.True(shard.Machine.IsIdle);
    }

    [Fact]
    public void Fenced_AnEarlierAttempt_IsIgnored()
    {
        var shard = ShardBench.Computing();
        shard.Send(ShardBench.Answer(1, ReportStatus.Adopted, newAttempt: 2));

        Assert.Empty(shard.Send(ShardBench.Answer(1, ReportStatus.Fenced)));
        Assert.False(shard.Machine.IsIdle);
    }

    [Fact]
    public void NotReady_Answered_Reports() =>
        Assert.Single(Unanswered().Send(ShardBench.Answer(1, 0, CommitStatus.NotReady)).OfType<ShardEffect.SendReport>());

    [Fact]
    public void Adopted_CommitIsNotInTheLedger_SendsItUnderTheNewEpoch()
    {
        var commit = Sent(Unanswered().Send(ShardBench.Answer(1, ReportStatus.Adopted, newAttempt: 2, committedEnd: 0))).Single();

        Assert.Equal((2L, new ItemRange(0, 10)), (commit.Attempt, commit.Range));
    }

    [Theory]
    [InlineData(ReportStatus.Current, 1, 5)]
    [InlineData(ReportStatus.Current, 1, 11)]
    [InlineData(ReportStatus.Adopted, 2, 5)]
    [InlineData(ReportStatus.Adopted, 2, 11)]
    public void Report_AnotherRunOfTheAttemptGotFurther_Stops(ReportStatus status, long attempt, long committedEnd)
    {
        var effects = Unanswered().Send(ShardBench.Answer(1, status, attempt, committedEnd));

        Assert.Single(effects.OfType<ShardEffect.Halt>());
        var end = effects.OfType<ShardEffect.SendEnded>().Single().End;
        Assert.Equal((AttemptEnd.Stopped, attempt), (end.End, end.Attempt));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(10)]
    public void Report_LedgerIsWhereThisRunMayBe_GoesOn(long committedEnd) =>
        Assert.Empty(Unanswered().Send(ShardBench.Answer(1, ReportStatus.Current, committedEnd: committedEnd)));

    [Fact]
    public void Adopted_CommitIsInTheLedger_IsDone()
    {
        var effects = Unanswered().Send(ShardBench.Answer(1, ReportStatus.Adopted, newAttempt: 2, committedEnd: 10));

        Assert.Empty(Sent(effects));
        Assert.Single(effects.OfType<ShardEffect.Settled>());
    }

    [Fact]
    public void AttemptOf_ARunThatWasAdoptedAndDropped_IsItsLast()
    {
        var shard = Unanswered();
        Assert.Equal(1, shard.Machine.AttemptOf(1));
        shard.Send(ShardBench.Answer(1, ReportStatus.Adopted, newAttempt: 2));
        Assert.Equal(2, shard.Machine.AttemptOf(1));

        shard.Send(shard.Granted(3));

        Assert.Equal((2L, 3L), (shard.Machine.AttemptOf(1), shard.Machine.AttemptOf(2)));
        Assert.Null(shard.Machine.AttemptOf(3));
    }

    [Fact]
    public void Adopted_Twice_GoesOnOnce()
    {
        var shard = Unanswered();
        shard.Send(ShardBench.Answer(1, ReportStatus.Adopted, newAttempt: 2));

        Assert.Empty(shard.Send(ShardBench.Answer(1, ReportStatus.Adopted, newAttempt: 2)));
        Assert.Empty(shard.Send(shard.Granted(2)));
    }

    [Fact]
    public void Stopped_UnderEitherEpoch_Ends()
    {
        foreach (var attempt in new[] { 1L, 2L })
        {
            var shard = Unanswered();
            shard.Send(ShardBench.Answer(1, ReportStatus.Adopted, newAttempt: 2));

            var effects = shard.Send(new ShardEvent.StopAsked(attempt, "enough"));

            Assert.Single(effects.OfType<ShardEffect.Halt>());
            Assert.Equal((AttemptEnd.Stopped, 2L), (effects.OfType<ShardEffect.SendEnded>().Single().End.End, effects.OfType<ShardEffect.SendEnded>().Single().End.Attempt));
        }
    }

    [Fact]
    public void News_OfAnAbandonedRun_IsIgnored()
    {
        var shard = ShardBench.Computing();
        shard.Send(shard.Granted(2));

        Assert.Empty(shard.Send(ShardBench.Cut(0, 10, run: 1)));
        Assert.Empty(shard.Send(new ShardEvent.RunCompleted(1)));
    }

    [Fact]
    public void Tick_IntervalHasPassed_AsksForOneCut()
    {
        var shard = ShardBench.Computing();

        Assert.Empty(shard.Wait(TimeSpan.FromSeconds(1.75)).OfType<ShardEffect.Cut>());
        Assert.Single(shard.Wait(TimeSpan.FromSeconds(5)).OfType<ShardEffect.Cut>());
    }

    [Fact]
    public void Tick_JoiningCostsMuch_CutsSeldomer()
    {
        var shard = Unanswered();
        shard.Send(ShardBench.Answer(1, 0, joinCost: TimeSpan.FromMilliseconds(400)));

        // A quarter of 401 ms, fifty times.
        Assert.Empty(shard.Wait(TimeSpan.FromSeconds(4.75)).OfType<ShardEffect.Cut>());
        Assert.Single(shard.Wait(TimeSpan.FromSeconds(1)).OfType<ShardEffect.Cut>());
    }

    [Fact]
    public void Tick_StoringOneBlockTookLong_CutsAsSoonAsBefore()
    {
        var shard = ShardBench.Computing();
        shard.Send(ShardBench.Cut(0, 10) with { Stored = TimeSpan.FromSeconds(10) });
        shard.Send(ShardBench.Answer(1, 0, CommitStatus.Accepted));

        Assert.Single(shard.Wait(TimeSpan.FromSeconds(2.5)).OfType<ShardEffect.Cut>());
    }

    private static ShardBench Unanswered()
    {
        var shard = ShardBench.Computing();
        shard.Send(ShardBench.Cut(0, 10));
        return shard;
    }

    private static IReadOnlyList<ShardCommit> Sent(IEnumerable<ShardEffect> effects) => [.. effects.OfType<ShardEffect.SendCommit>().Select(effect => effect.Commit)];

    [Fact]
    public void Stopped_WhileAPrefixWaits_SendsNoneThatComesLater()
    {
        var shard = ShardBench.Computing();
        shard.Send(ShardBench.Cut(0, 10));
        shard.Send(ShardBench.Cut(10, 20));
        shard.Send(new ShardEvent.StopAsked(1, "it did not report to the new writer"));

        Assert.Empty(shard.Send(ShardBench.Cut(20, 30)).OfType<ShardEffect.SendCommit>());
    }
}
