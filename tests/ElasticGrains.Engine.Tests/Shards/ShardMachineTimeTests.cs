using ElasticGrains.Engine.Shards;
using ElasticGrains.Jobs;
using ElasticGrains.Ledger;
using ElasticGrains.Shards;

namespace ElasticGrains.Engine.Tests.Shards;

public class ShardMachineTimeTests
{
    private static readonly JobPolicy ThreeSeconds = new() { SafePointTimeout = TimeSpan.FromSeconds(3) };

    [Fact]
    public void Tick_KernelDoesNotReturn_RetiresItsSlotAndFails()
    {
        var shard = ShardBench.Computing(ThreeSeconds);

        var effects = shard.Wait(TimeSpan.FromSeconds(3.25));

        Assert.Equal(1, effects.OfType<ShardEffect.RetireSlot>().Single().Lease.Epoch);
        var end = effects.OfType<ShardEffect.SendEnded>().First().End;
        Assert.Equal((AttemptEnd.Failed, "unresponsive"), (end.End, end.Failure!.Kind));
        Assert.False(end.Failure.IsRetryable);
    }

    [Fact]
    public void Tick_KernelReachesSafePoints_RetiresNothing()
    {
        var shard = ShardBench.Computing(ThreeSeconds);
        for (var position = 1; position <= 10; position++)
        {
            Assert.Empty(shard.Wait(TimeSpan.FromSeconds(2)).OfType<ShardEffect.RetireSlot>());
            shard.Send(new ShardEvent.Progressed(1, position));
        }
    }

    [Fact]
    public void Tick_AfterThisProcessStoodStill_RetiresNothing()
    {
        var shard = ShardBench.Computing(ThreeSeconds);
        shard.Wait(TimeSpan.FromSeconds(1));

        var effects = shard.After(TimeSpan.FromMinutes(1)).Send(new ShardEvent.Tick());

        Assert.Empty(effects.OfType<ShardEffect.RetireSlot>());
        Assert.Single(shard.Wait(TimeSpan.FromSeconds(3)).OfType<ShardEffect.RetireSlot>());
    }

    [Fact]
    public void Tick_JobIsNotHeardForTooLong_DropsTheRun()
    {
        var shard = ShardBench.Computing(new JobPolicy { SafePointTimeout = TimeSpan.FromHours(1) });

        Assert.Empty(shard.Wait(ShardTimings.Default.DeafAfter - TimeSpan.FromSeconds(1)).OfType<ShardEffect.Halt>());
        Assert.Single(shard.Wait(TimeSpan.FromSeconds(1)).OfType<ShardEffect.Halt>());

        Assert.True(shard.Machine.IsIdle);
    }

    [Fact]
    public void Tick_JobIsHeard_KeepsTheRun()
    {
        var shard = ShardBench.Computing(new JobPolicy { SafePointTimeout = TimeSpan.FromHours(1) });
        shard.Wait(ShardTimings.Default.DeafAfter - TimeSpan.FromSeconds(1));

        shard.Send(ShardBench.Answer(1, ReportStatus.Current));

        Assert.Empty(shard.Wait(ShardTimings.Default.DeafAfter - TimeSpan.FromSeconds(1)).OfType<ShardEffect.Halt>());
    }

    [Fact]
    public void Tick_Heartbeat_ReportsTwiceASecond()
    {
        var shard = ShardBench.Computing();

        Assert.Equal(8, shard.Wait(TimeSpan.FromSeconds(4)).OfType<ShardEffect.SendReport>().Count());
    }

    [Fact]
    public void Tick_EndIsNotAnswered_IsRepeatedThenGivenUp()
    {
        var shard = ShardBench.Computing();
        shard.Send(new ShardEvent.RunFailed(1, new Failure(FailureFault.Kernel, "kernel", "It failed.")));

        Assert.Equal(3, shard.Wait(TimeSpan.FromSeconds(3)).OfType<ShardEffect.SendEnded>().Count());
        shard.Wait(ShardTimings.Default.GiveUp);

        Assert.True(shard.Machine.IsIdle);
    }

    [Fact]
    public void LongCall_OfARun_TakesOutWhatIsFinishedOncePerCall()
    {
        var shard = new ShardBench();
        var granted = shard.Granted(1);
        shard.Send(granted with { Grant = granted.Grant with { Run = new RunCut(100, 10) } });
        shard.Send(new ShardEvent.SlotAnswered(1, Taken: true));

        Assert.Single(shard.Wait(TimeSpan.FromSeconds(1.5)).OfType<ShardEffect.TakeFinished>());
        Assert.Empty(shard.Wait(TimeSpan.FromSeconds(1.5)).OfType<ShardEffect.TakeFinished>());
        shard.Send(new ShardEvent.Progressed(1, 40));
        Assert.Single(shard.Wait(TimeSpan.FromSeconds(1.5)).OfType<ShardEffect.TakeFinished>());
    }

    [Fact]
    public void LongCall_OfAShardByItself_HasNothingToTakeOut() =>
        Assert.Empty(ShardBench.Computing().Wait(TimeSpan.FromSeconds(1.5)).OfType<ShardEffect.TakeFinished>());
}
