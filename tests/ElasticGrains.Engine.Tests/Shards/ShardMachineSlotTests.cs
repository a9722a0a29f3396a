using ElasticGrains.Engine.Shards;
using ElasticGrains.Ledger;
using ElasticGrains.Shards;

namespace ElasticGrains.Engine.Tests.Shards;

public class ShardMachineSlotTests
{
    [Fact]
    public void SlotAnswered_Refused_EndsTheAttempt()
    {
        var shard = new ShardBench();
        shard.Send(shard.Granted(1));

        var effects = shard.Send(new ShardEvent.SlotAnswered(1, Taken: false));

        Assert.Equal(AttemptEnd.Refused, effects.OfType<ShardEffect.SendEnded>().Single().End.End);
    }

    /// <summary>Whoever had the slot may have killed its silo: that nothing ran would be a lie that destroys the evidence.</summary>
    [Theory]
    [InlineData(true, true, false)]
    [InlineData(true, false, true)]
    [InlineData(false, true, true)]
    public void SlotAnswered_NotTaken_IsRefusedUnlessTheGrantWasSaidBeforeAndMayHaveBegun(bool isAgain, bool mayHaveBegun, bool isRefused)
    {
        var shard = new ShardBench();
        shard.Send(shard.Granted(1) is var granted ? granted with { Grant = granted.Grant with { IsAgain = isAgain } } : null!);

        var effects = shard.Send(new ShardEvent.SlotAnswered(1, Taken: false) { MayHaveBegun = mayHaveBegun });

        Assert.Equal(isRefused ? [AttemptEnd.Refused] : [], effects.OfType<ShardEffect.SendEnded>().Select(effect => effect.End.End));
        Assert.Equal(!isRefused, shard.Machine.IsIdle);
    }

    [Fact]
    public void SlotAnswered_AttemptWasStoppedMeanwhile_FreesTheSlotAndComputesNothing()
    {
        var shard = new ShardBench();
        shard.Send(shard.Granted(1));
        shard.Send(new ShardEvent.StopAsked(1, "the job has ended"));

        var effects = shard.Send(new ShardEvent.SlotAnswered(1, Taken: true));

        Assert.Equal(1, Assert.IsType<ShardEffect.Halt>(Assert.Single(effects)).Lease.Epoch);
    }

    [Fact]
    public void SlotAnswered_ANewerAttemptCameMeanwhile_FreesTheOldSlot()
    {
        var shard = new ShardBench();
        shard.Send(shard.Granted(1));
        shard.Send(shard.Granted(2));

        Assert.Equal(1, Assert.IsType<ShardEffect.Halt>(Assert.Single(shard.Send(new ShardEvent.SlotAnswered(1, Taken: true)))).Lease.Epoch);
        Assert.Equal(2, shard.Send(new ShardEvent.SlotAnswered(2, Taken: true)).OfType<ShardEffect.Compute>().Single().Grant.Attempt);
    }

    [Fact]
    public void IsIdle_SlotNotAnsweredYet_Waits()
    {
        var shard = new ShardBench();
        shard.Send(shard.Granted(1));
        shard.Send(new ShardEvent.StopAsked(1, "enough"));
        shard.Send(new ShardEvent.EndAnswered(1));

        Assert.False(shard.Machine.IsIdle);
        shard.Send(new ShardEvent.SlotAnswered(1, Taken: false));
        Assert.True(shard.Machine.IsIdle);
    }

    [Fact]
    public void Completed_OnASlotThatIsAlone_KeepsItUntilTheEndIsRecorded()
    {
        var shard = Alone();

        Assert.Empty(shard.Send(new ShardEvent.RunCompleted(1)).OfType<ShardEffect.Halt>());

        Assert.True(Assert.Single(shard.Send(new ShardEvent.EndAnswered(2)).OfType<ShardEffect.Halt>()).Lease.IsAlone);
        Assert.True(shard.Machine.IsIdle);
    }

    [Fact]
    public void CompletedAlone_FencedOrNotAnswered_FreesTheSlot()
    {
        var (fenced, unheard) = (Alone(), Alone());
        fenced.Send(ShardBench.Cut(0, 100));
        fenced.Send(new ShardEvent.RunCompleted(1));
        unheard.Send(new ShardEvent.RunCompleted(1));

        Assert.Single(fenced.Send(ShardBench.Answer(2, 0, CommitStatus.Fenced)).OfType<ShardEffect.Halt>());
        Assert.Single(unheard.Wait(TimeSpan.FromSeconds(61)).OfType<ShardEffect.Halt>());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void SlotAnswered_Alone_BeginsOnlyWithTheWordOfTheJob(bool isStopped)
    {
        var shard = new ShardBench();
        var grant = shard.Granted(1).Grant;
        shard.Send(new ShardEvent.Granted(grant with { Lease = grant.Lease with { IsAlone = true } }));
        Assert.Empty(shard.Wait(TimeSpan.FromSeconds(1)));
        shard.Send(new ShardEvent.SlotAnswered(1, Taken: true));
        Assert.All(shard.Wait(TimeSpan.FromSeconds(5)), effect => Assert.IsType<ShardEffect.SendReport>(effect));

        var effects = isStopped ? shard.Send(new ShardEvent.StopAsked(1, "enough")) : shard.Send(ShardBench.Answer(1, ReportStatus.Adopted, newAttempt: 2));

        Assert.Equal((isStopped ? 1 : 0, isStopped ? 0 : 1), (effects.OfType<ShardEffect.Halt>().Count(), effects.OfType<ShardEffect.Compute>().Count()));
    }

    [Fact]
    public void Completed_OnAnySlot_HaltsNothing()
    {
        var shard = ShardBench.Computing();

        var effects = shard.Send(new ShardEvent.RunCompleted(1)).Concat(shard.Send(new ShardEvent.EndAnswered(1)));

        Assert.Empty(effects.OfType<ShardEffect.Halt>());
    }

    [Fact]
    public void Granted_NewerAttempt_HaltsTheOldRun()
    {
        var shard = ShardBench.Computing();

        var effects = shard.Send(shard.Granted(2));

        Assert.Equal([1L], effects.OfType<ShardEffect.Halt>().Select(halt => halt.Run));
        Assert.Equal([2L], effects.OfType<ShardEffect.TakeSlot>().Select(take => take.Run));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Granted_NotNewer_IsIgnored(long attempt)
    {
        var shard = new ShardBench();
        shard.Send(shard.Granted(2));

        Assert.Empty(shard.Send(shard.Granted(attempt)));
    }

    [Fact]
    public void Granted_OldOneAfterTheEnd_IsIgnored()
    {
        var shard = ShardBench.Computing();
        shard.Send(new ShardEvent.RunCompleted(1));
        shard.Send(new ShardEvent.EndAnswered(1));
        Assert.True(shard.Machine.IsIdle);

        Assert.Empty(shard.Send(shard.Granted(1)));
    }

    [Fact]
    public void Split_OfARunThatEnds_IsDeclined()
    {
        var shard = ShardBench.Computing();
        shard.Send(ShardBench.Cut(0, 100));
        shard.Send(new ShardEvent.RunCompleted(1));

        Assert.Equal(new ShardEffect.SendSplitOffer(new SplitOffer(0, 1, At: null)), Assert.Single(shard.Send(new ShardEvent.SplitAsked(1))));
    }

    [Fact]
    public void Yield_Asked_EndsTheRunAtTheNextPlace()
    {
        var shard = ShardBench.Computing();

        Assert.Equal(new ShardEffect.Shrink(1, ToNext: true), Assert.Single(shard.Send(new ShardEvent.YieldAsked(1))));
        Assert.Empty(shard.Send(new ShardEvent.YieldAsked(2)));
    }

    [Theory]
    [InlineData(50L)]
    [InlineData(null)]
    public void Split_Asked_OffersWhatTheRunGaveUp(long? at)
    {
        var shard = ShardBench.Computing();

        Assert.Equal(1, shard.Send(new ShardEvent.SplitAsked(1)).OfType<ShardEffect.Shrink>().Single().Run);
        Assert.Equal(new SplitOffer(0, 1, at), shard.Send(new ShardEvent.Shrunk(1, at)).OfType<ShardEffect.SendSplitOffer>().Single().Offer);
    }

    private static ShardBench Alone()
    {
        var shard = new ShardBench();
        var grant = shard.Granted(1).Grant;
        shard.Send(new ShardEvent.Granted(grant with { Lease = grant.Lease with { IsAlone = true } }));
        Assert.IsType<ShardEffect.SendReport>(Assert.Single(shard.Send(new ShardEvent.SlotAnswered(1, Taken: true))));
        Assert.Single(shard.Send(ShardBench.Answer(1, ReportStatus.Adopted, newAttempt: 2)).OfType<ShardEffect.Compute>());
        return shard;
    }
}
