using ElasticGrains.Blocks;
using ElasticGrains.Engine.Shards;
using ElasticGrains.Inputs;
using ElasticGrains.Jobs;
using ElasticGrains.Ledger;
using ElasticGrains.Shards;

namespace ElasticGrains.Engine.Tests.Shards;

public class ShardMachineCaptureTests
{
    private static readonly Failure Passing = new(FailureFault.Kernel, "kernel", "It failed.");
    private static readonly JobPolicy Twice = new() { MaxAttempts = 2 };

    [Fact]
    public void Failure_OfTheLastAttempt_IsToldWithTheInputOfTheRange()
    {
        var shard = Computing(failures: 1);

        var effects = Fail(shard, new ItemRange(25, 40));

        var wanted = Assert.Single(effects.OfType<ShardEffect.CaptureInput>());
        Assert.Equal((new ItemRange(0, 100), new ItemRange(25, 40)), (wanted.Rest, wanted.FailedIn));
        Assert.Empty(Ends(effects));
        Assert.True(shard.Machine.AwaitsCapture(1));
        Assert.Equal(Input(wanted), Assert.Single(Ends(shard.Send(new ShardEvent.InputCaptured(1, Input(wanted))))).Input);
    }

    [Fact]
    public void Failure_BehindACommit_IsTheFirstInARowAgain()
    {
        var shard = Computing(failures: 1);
        shard.Send(ShardBench.Cut(0, 30));
        shard.Send(ShardBench.Answer(1, start: 0));

        var effects = shard.Send(Failed());

        Assert.Empty(effects.OfType<ShardEffect.CaptureInput>());
        Assert.Null(Assert.Single(Ends(effects)).Input);
    }

    [Fact]
    public void Failure_ThatNoRetryMends_CapturesWhatIsNotCommitted()
    {
        var shard = Computing(failures: 0);
        shard.Send(ShardBench.Cut(0, 30));
        var bad = Passing with { Fault = FailureFault.Input };

        Assert.Empty(shard.Send(new ShardEvent.RunFailed(1, bad) { In = new ItemRange(20, 40) }).OfType<ShardEffect.CaptureInput>());
        var wanted = Assert.Single(shard.Send(ShardBench.Answer(1, start: 0)).OfType<ShardEffect.CaptureInput>());

        Assert.Equal((new ItemRange(30, 100), new ItemRange(30, 40)), (wanted.Rest, wanted.FailedIn));
        var input = Input(wanted);
        var end = Assert.Single(Ends(shard.Send(new ShardEvent.InputCaptured(1, input))));
        Assert.Equal((AttemptEnd.Failed, input), (end.End, end.Input));
        Assert.False(shard.Machine.AwaitsCapture(1));
    }

    [Fact]
    public void Failure_ByAnInputThatCannotBeRead_DoesNotTryToReadItOnceMore()
    {
        var shard = Computing(failures: 1);

        var effects = shard.Send(new ShardEvent.RunFailed(1, Passing with { Fault = FailureFault.Grid, Kind = InputUnavailableException.Kind }) { In = new ItemRange(20, 40) });

        Assert.Empty(effects.OfType<ShardEffect.CaptureInput>());
        Assert.Null(Assert.Single(Ends(effects)).Input);
    }

    [Fact]
    public void Failure_OfARun_CapturesTheShardThatFailed()
    {
        var shard = Computing(failures: 1, new RunCut(100, 10));

        var wanted = Assert.Single(Fail(shard, new ItemRange(5, 6)).OfType<ShardEffect.CaptureInput>());

        Assert.Equal(new ItemRange(0, 10), wanted.Rest);
    }

    [Fact]
    public void Failure_OfWhatWasSplit_LeavesOutWhatWasGivenAway()
    {
        var shard = Computing(failures: 1);
        shard.Send(new ShardEvent.Shrunk(1, 60));

        Assert.Equal(new ItemRange(0, 60), Assert.Single(Fail(shard).OfType<ShardEffect.CaptureInput>()).Rest);
    }

    [Fact]
    public void Failure_WithAnotherAttemptToCome_EndsAtOnce() => Assert.Single(Ends(Fail(Computing(failures: 0))));

    [Fact]
    public void Capture_ThatTakesTooLong_EndsWithTheReason()
    {
        var shard = Computing(failures: 1);
        Fail(shard);

        Assert.Empty(Ends(shard.Wait(ShardTimings.Default.CaptureWithin - TimeSpan.FromSeconds(1))));
        var end = Ends(shard.Wait(TimeSpan.FromSeconds(1))).First();

        Assert.Null(end.Input!.Block);
        Assert.Equal("It was not read and stored within 10 s.", end.Input.Reason);
        Assert.False(shard.Machine.AwaitsCapture(1));
        Assert.Empty(shard.Send(new ShardEvent.InputCaptured(1, end.Input)));
    }

    [Fact]
    public void Capture_UnderWay_KeepsTheJobInformed()
    {
        var shard = Computing(failures: 1);
        Fail(shard);

        Assert.Equal(8, shard.Wait(TimeSpan.FromSeconds(4)).OfType<ShardEffect.SendReport>().Count());
    }

    [Fact]
    public void Capture_OfAnAttemptThatIsToStop_IsNotWaitedFor()
    {
        var shard = Computing(failures: 1);
        Fail(shard);

        var end = Assert.Single(Ends(shard.Send(new ShardEvent.StopAsked(1, "the job has ended"))));

        Assert.Null(end.Input);
        Assert.False(shard.Machine.AwaitsCapture(1));
    }

    [Fact]
    public void Failure_OfARangeThatWasGivenUpBefore_RefersToWhatIsKept()
    {
        var range = new ItemRange(0, 100);
        var kept = new CapturedInput(range, DateTimeOffset.UnixEpoch) { Block = new BlockHandle("1", 70, 7) };
        var shard = Computing(failures: 1, kept: kept);

        var effects = Fail(shard);

        Assert.Equal(kept, Assert.Single(Ends(effects)).Input);
        Assert.Empty(effects.OfType<ShardEffect.CaptureInput>());
    }

    [Fact]
    public void Failure_OfAnotherRangeThanWasKept_CapturesIt()
    {
        var kept = new CapturedInput(new ItemRange(0, 99), DateTimeOffset.UnixEpoch) { Block = new BlockHandle("1", 70, 7) };

        Assert.Single(Fail(Computing(failures: 1, kept: kept)).OfType<ShardEffect.CaptureInput>());
    }

    [Fact]
    public void Split_AskedOfAnAttemptWhoseInputIsCaptured_IsDeclined()
    {
        var shard = Computing(failures: 1);
        Fail(shard);

        var offer = Assert.Single(shard.Send(new ShardEvent.SplitAsked(1)).OfType<ShardEffect.SendSplitOffer>()).Offer;

        Assert.Equal(new SplitOffer(0, 1, At: null), offer);
        Assert.Empty(shard.Send(new ShardEvent.SplitAsked(7)));
    }

    private static ShardBench Computing(int failures, RunCut? run = null, CapturedInput? kept = null)
    {
        var bench = new ShardBench(Twice);
        var granted = bench.Granted(1);
        bench.Send(granted with { Grant = granted.Grant with { Capture = new CaptureOrder(failures, 100, 1000) { Kept = kept }, Run = run } });
        bench.Send(new ShardEvent.SlotAnswered(1, Taken: true));
        return bench;
    }

    private static IReadOnlyList<ShardEffect> Fail(ShardBench shard, ItemRange? failedIn = null) => shard.Send(Failed(failedIn));

    private static ShardEvent.RunFailed Failed(ItemRange? failedIn = null) => new(1, Passing) { In = failedIn };

    private static CapturedInput Input(ShardEffect.CaptureInput wanted) => new(wanted.Rest, DateTimeOffset.UnixEpoch) { Block = new BlockHandle("1", 70, 7) };

    private static IEnumerable<ShardEnded> Ends(IEnumerable<ShardEffect> effects) => effects.OfType<ShardEffect.SendEnded>().Select(effect => effect.End);
}
