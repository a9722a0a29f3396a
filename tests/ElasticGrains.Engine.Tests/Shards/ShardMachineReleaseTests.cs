using ElasticGrains.Engine.Shards;
using ElasticGrains.Jobs;
using ElasticGrains.Ledger;
using ElasticGrains.Shards;

namespace ElasticGrains.Engine.Tests.Shards;

public class ShardMachineReleaseTests
{
    [Fact]
    public void Release_OfARunThatComputes_CommitsWhatIsComputedAndEndsAsMoved()
    {
        var shard = ShardBench.Computing();

        Assert.Equal([new ShardEffect.Release(1)], shard.Send(new ShardEvent.ReleaseAsked(1, MoveCause.Drained)));
        shard.Send(ShardBench.Cut(0, 40));
        Assert.Empty(shard.Send(new ShardEvent.RunCompleted(1)).OfType<ShardEffect.SendEnded>());

        var end = shard.Send(ShardBench.Answer(1, start: 0)).OfType<ShardEffect.SendEnded>().Single().End;
        Assert.Equal((AttemptEnd.Stopped, MoveCause.Drained, 0L), (end.End, end.Move, end.Begun));
    }

    [Fact]
    public void Release_RunReachedItsEndMeanwhile_EndsAsCompleted()
    {
        var shard = ShardBench.Computing();
        shard.Send(new ShardEvent.ReleaseAsked(1, MoveCause.Drained));
        shard.Send(ShardBench.Cut(0, 100));
        shard.Send(new ShardEvent.RunCompleted(1));

        var end = shard.Send(ShardBench.Answer(1, start: 0)).OfType<ShardEffect.SendEnded>().Single().End;
        Assert.Equal((AttemptEnd.Completed, (MoveCause?)null), (end.End, end.Move));
    }

    [Fact]
    public void Release_AskedAgain_ChangesNothing()
    {
        var shard = ShardBench.Computing();
        shard.Send(new ShardEvent.ReleaseAsked(1, MoveCause.ByHand));

        Assert.Empty(shard.Send(new ShardEvent.ReleaseAsked(0, MoveCause.Drained)));
        shard.Send(new ShardEvent.RunCompleted(1));
        Assert.Equal(MoveCause.ByHand, Assert.Single(shard.Wait(TimeSpan.FromSeconds(1)).OfType<ShardEffect.SendEnded>()).End.Move);
    }

    [Fact]
    public void Release_OfAnEarlierAttempt_IsIgnored()
    {
        var shard = ShardBench.Computing();

        Assert.Empty(shard.Send(new ShardEvent.ReleaseAsked(7, MoveCause.ByHand)));
    }

    [Fact]
    public void Release_BeforeTheSlotIsThere_EndsAndFreesItWhenItComes()
    {
        var shard = new ShardBench();
        shard.Send(shard.Granted(1));
        Assert.Empty(shard.Send(new ShardEvent.ReleaseAsked(0, MoveCause.Drained)));

        var effects = shard.Send(new ShardEvent.SlotAnswered(1, Taken: true));

        Assert.Single(effects.OfType<ShardEffect.Halt>());
        Assert.DoesNotContain(effects, effect => effect is ShardEffect.Compute);
        var end = effects.OfType<ShardEffect.SendEnded>().Single().End;
        Assert.Equal((AttemptEnd.Stopped, MoveCause.Drained, 0L), (end.End, end.Move, end.Begun));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Release_TheSlotIsNotFree_WasRefused(bool isAbandoned)
    {
        var shard = new ShardBench();
        shard.Send(shard.Granted(1));
        Assert.Empty(shard.Send(isAbandoned ? new ShardEvent.Abandoned(0) : new ShardEvent.ReleaseAsked(0, MoveCause.ByHand)));

        var end = Assert.Single(shard.Send(new ShardEvent.SlotAnswered(1, Taken: false)).OfType<ShardEffect.SendEnded>()).End;

        Assert.Equal((AttemptEnd.Refused, (MoveCause?)null), (end.End, end.Move));
    }

    [Fact]
    public void Release_AnotherRunOfTheAttemptHasCommitted_SaysNothingBeforeItHasTheSlot()
    {
        var shard = new ShardBench();
        shard.Send(shard.Granted(1));
        shard.Send(new ShardEvent.ReleaseAsked(0, MoveCause.ByHand));

        Assert.Empty(shard.Send(ShardBench.Answer(1, ReportStatus.Current, committedEnd: 9)));
        Assert.IsType<ShardEffect.Halt>(Assert.Single(shard.Send(new ShardEvent.SlotAnswered(1, Taken: true))));
        Assert.True(shard.Machine.IsIdle);
    }

    [Fact]
    public void Abandoned_InALongCall_EndsAtOnceAndSaysWhatWasBegun()
    {
        var shard = ShardBench.Computing();
        shard.Send(new ShardEvent.ReleaseAsked(1, MoveCause.Drained));

        var effects = shard.Send(new ShardEvent.Abandoned(Begun: 41));

        Assert.Single(effects.OfType<ShardEffect.Halt>());
        var end = effects.OfType<ShardEffect.SendEnded>().Single().End;
        Assert.Equal((AttemptEnd.Stopped, MoveCause.Drained, 41L), (end.End, end.Move, end.Begun));
    }

    [Fact]
    public void Abandoned_CommitIsNotAnswered_EndsAtOnce()
    {
        var shard = ShardBench.Computing();
        shard.Send(new ShardEvent.ReleaseAsked(1, MoveCause.Drained));
        shard.Send(ShardBench.Cut(0, 40));
        shard.Send(new ShardEvent.RunCompleted(1));

        Assert.Equal(AttemptEnd.Stopped, Assert.Single(shard.Send(new ShardEvent.Abandoned(Begun: 40)).OfType<ShardEffect.SendEnded>()).End.End);
    }

    [Fact]
    public void Abandoned_HasFailedAndNotSaidSo_HasFailed()
    {
        var shard = ShardBench.Computing();
        shard.Send(new ShardEvent.ReleaseAsked(1, MoveCause.Drained));
        shard.Send(ShardBench.Cut(0, 40));
        shard.Send(new ShardEvent.RunFailed(1, new Failure(FailureFault.Kernel, "kernel", "It failed.")));

        var end = Assert.Single(shard.Send(new ShardEvent.Abandoned(Begun: 41)).OfType<ShardEffect.SendEnded>()).End;

        Assert.Equal((AttemptEnd.Failed, "It failed.", (MoveCause?)null), (end.End, end.Failure!.Message, end.Move));
    }
}
