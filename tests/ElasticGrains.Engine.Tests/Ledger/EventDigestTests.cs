using ElasticGrains.Blocks;
using ElasticGrains.Engine.Ledger;
using ElasticGrains.Inputs;
using ElasticGrains.Jobs;
using ElasticGrains.Ledger;

namespace ElasticGrains.Engine.Tests.Ledger;

public class EventDigestTests
{
    private static readonly DateTimeOffset Noon = new(2026, 1, 2, 12, 0, 0, TimeSpan.Zero);
    private static readonly LedgerEvent.Finished Ended = new(new JobOutcome { Phase = JobPhase.Succeeded, Result = "42"u8.ToArray() }, "f00d", Noon);
    private static readonly LedgerEvent.Quarantined GivenUp = new(3, new ItemRange(4, 10), new Failure(FailureFault.Kernel, "kernel", "It broke."), Noon);

    // As they were before there were reasons.
    private static readonly (ulong Cut, ulong End) WithoutReasons = (17869438080099618625, 13057342282125106317);

    [Fact]
    public void Digest_OfARangeGivenUpWithoutInput_IsWhatItWasBeforeThereWasAny() => Assert.Equal(12736896436918285191UL, EventDigest.Of([GivenUp]));

    [Fact]
    public void Digest_OfAnEndWithoutABlock_IsWhatItWasBeforeThereWereAny() => Assert.Equal(3402473281425551961UL, EventDigest.Of([Ended]));

    [Fact]
    public void Digest_OfAnAttemptThatMoved_DependsOnAllOfIt()
    {
        var ended = new LedgerEvent.AttemptEnded(1, 2, AttemptEnd.Stopped, Failure: null, Noon);
        LedgerEvent[] events =
        [
            ended,
            ended with { Why = LedgerReasons.Drained },
            ended with { Why = LedgerReasons.ByHand },
            ended with { Why = LedgerReasons.Drained, Abandoned = 1 },
            new LedgerEvent.Split(1, 5, 6),
            new LedgerEvent.Split(1, 5, 6) { Why = LedgerReasons.ByHand },
            new LedgerEvent.Split(1, 5, 6) { Why = LedgerReasons.Recalled },
        ];

        Assert.Equal(events.Length, events.Select(each => EventDigest.Of([each])).Distinct().Count());
    }

    [Fact]
    public void Digest_OfAnEndWithABlock_DependsOnAllOfIt()
    {
        BlockHandle?[] blocks = [null, new("7", 100, 5), new("8", 100, 5), new("7", 101, 5), new("7", 100, 6)];
        Assert.Equal(blocks.Length, blocks.Select(each => EventDigest.Of([Ended with { Outcome = Ended.Outcome with { ResultBlock = each } }])).Distinct().Count());
    }

    [Fact]
    public void Digest_OfAnEndWithTheAnswerOfAnother_DependsOnAllOfIt()
    {
        AnswerSource?[] sources = [null, new("a", Noon), new("b", Noon), new("a", Noon.AddTicks(1))];
        Assert.Equal(sources.Length, sources.Select(each => EventDigest.Of([Ended with { CopiedFrom = each }])).Distinct().Count());
    }

    [Fact]
    public void Digest_OfARangeGivenUpWithInput_DependsOnAllOfIt()
    {
        var input = new CapturedInput(new ItemRange(4, 10), Noon) { Block = new BlockHandle("7", 100, 5), Reason = "because" };
        CapturedInput?[] inputs =
        [
            null,
            input,
            input with { Range = new ItemRange(4, 9) },
            input with { At = Noon.AddTicks(1) },
            input with { Block = null },
            input with { Block = new BlockHandle("8", 100, 5) },
            input with { Block = new BlockHandle("7", 101, 5) },
            input with { Block = new BlockHandle("7", 100, 6) },
            input with { Reason = null },
        ];

        Assert.Equal(inputs.Length, inputs.Select(each => EventDigest.Of([GivenUp with { Input = each }])).Distinct().Count());
    }

    [Fact]
    public void Digest_OfAGrantWithALease_DependsOnAllOfIt()
    {
        var granted = new LedgerEvent.Granted(3, 1, "s1", 0, Noon);
        LedgerEvent[] grants = [granted, granted with { LeaseEpoch = 1 }, granted with { LeaseEpoch = 2 }, granted with { LeaseEpoch = 1, IsExpress = true }];
        Assert.Equal(grants.Length, grants.Select(each => EventDigest.Of([each])).Distinct().Count());
    }

    [Fact]
    public void Digest_OfACutAndAnEndWithReasons_DependsOnAllOfThem()
    {
        var cut = new LedgerEvent.Split(1, 50, 2);
        var end = new LedgerEvent.AttemptEnded(1, 2, AttemptEnd.Lost, null, Noon);
        LedgerEvent[] events =
        [
            cut, cut with { When = Noon }, cut with { Why = LedgerReasons.Recalled }, cut with { When = Noon, Why = LedgerReasons.Recalled },
            cut with { When = Noon, Why = LedgerReasons.FreeSlot }, end, end with { Why = LedgerReasons.Silent }, end with { Why = LedgerReasons.SiloLeft },
        ];

        Assert.Equal(WithoutReasons, (EventDigest.Of([cut]), EventDigest.Of([end])));
        Assert.Equal(events.Length, events.Select(each => EventDigest.Of([each])).Distinct().Count());
    }
}
