using CsCheck;
using ElasticGrains.Engine.Shards;

namespace ElasticGrains.Engine.Tests.Shards;

public class PacingTests
{
    private static readonly TimeSpan TwoSeconds = TimeSpan.FromSeconds(2);

    [Theory]
    [InlineData(0, 2)]
    [InlineData(40, 2)]
    [InlineData(100, 5)]
    [InlineData(1200, 60)]
    [InlineData(1_000_000, 60)]
    public void Interval_CostOfACommit_IsFiftyTimesThat(double milliseconds, double seconds)
    {
        var pacing = new CommitPacing(TwoSeconds);
        Assert.Equal(TwoSeconds, pacing.Interval);

        // Long enough for the average to have settled.
        for (var commit = 0; commit < 100; commit++)
        {
            pacing.Observe(TimeSpan.Zero, TimeSpan.FromMilliseconds(milliseconds));
        }

        Assert.Equal(seconds, pacing.Interval.TotalSeconds, tolerance: 0.001);
    }

    [Fact]
    public void Interval_FirstCommitIsWork_CountsForAQuarter()
    {
        var pacing = new CommitPacing(TwoSeconds);

        pacing.Observe(TimeSpan.FromMilliseconds(400), TimeSpan.Zero);

        Assert.Equal(TimeSpan.FromSeconds(5), pacing.Interval);
    }

    [Fact]
    public void Interval_FirstCommitIsCold_StaysThePolicys()
    {
        var pacing = new CommitPacing(TwoSeconds);

        pacing.Observe(TimeSpan.Zero, TimeSpan.FromSeconds(4));

        Assert.Equal(TwoSeconds, pacing.Interval);
    }

    [Theory]
    [InlineData(4, 0.35)]
    [InlineData(20, 1.75)]
    public void Interval_OneOfManyCommitsIsHeldUp_GrowsByLittle(double usual, double seconds)
    {
        var pacing = new CommitPacing(TimeSpan.FromMilliseconds(100));
        for (var commit = 0; commit < 100; commit++)
        {
            pacing.Observe(TimeSpan.Zero, TimeSpan.FromMilliseconds(usual));
        }

        pacing.Observe(TimeSpan.Zero, TimeSpan.FromSeconds(4));
        Assert.InRange(pacing.Interval.TotalSeconds, 0, seconds + 0.1);

        pacing.Observe(TimeSpan.Zero, TimeSpan.FromMilliseconds(usual));
        Assert.InRange(pacing.Interval.TotalSeconds, 0, seconds);
    }

    [Fact]
    public void Interval_AllCommitsBecomeSlow_FollowsWithinAFewOfThem()
    {
        var pacing = new CommitPacing(TimeSpan.FromMilliseconds(100));
        for (var commit = 0; commit < 12; commit++)
        {
            pacing.Observe(TimeSpan.Zero, TimeSpan.FromSeconds(1));
        }

        Assert.True(pacing.Interval > TimeSpan.FromSeconds(25), $"It is {pacing.Interval}.");
    }

    [Fact]
    public void Interval_AnyCosts_StaysWithinItsBounds() => Gen.Long[0, TimeSpan.FromHours(10).Ticks].Array[0, 20].Sample(costs =>
    {
        var pacing = new CommitPacing(TwoSeconds);
        foreach (var cost in costs)
        {
            pacing.Observe(TimeSpan.FromTicks(cost / 2), TimeSpan.FromTicks(cost));
        }

        return pacing.Interval >= TwoSeconds && pacing.Interval <= TimeSpan.FromMinutes(1);
    });

    [Fact]
    public void Interval_PolicyIsLongerThanAMinute_IsThePolicys() =>
        Assert.Equal(TimeSpan.FromHours(1), new CommitPacing(TimeSpan.FromHours(1)).Interval);

    [Theory]
    [InlineData(0)]
    [InlineData(-5)]
    [InlineData(1)]
    public void Chunk_FirstGuess_IsAtLeastOneItem(long first) => Assert.Equal(1, new ChunkSizer(first).Items);

    [Theory]
    [InlineData(100, 50, 100)]
    [InlineData(100, 25, 200)]
    [InlineData(100, 100, 50)]
    [InlineData(100, 0, 800)]
    [InlineData(100, 100_000, 12)]
    [InlineData(1, 100_000, 1)]
    public void Chunk_TimeOfACall_AdaptsWithinAFactorOfEight(long items, int milliseconds, long expected)
    {
        var sizer = new ChunkSizer(items);

        sizer.Observe(items, TimeSpan.FromMilliseconds(milliseconds));

        Assert.Equal(expected, sizer.Items);
    }

    [Fact]
    public void Chunk_LastCallWasCutShort_IsJudgedBySpeed()
    {
        var sizer = new ChunkSizer(100);

        sizer.Observe(10, TimeSpan.FromMilliseconds(5));
        sizer.Observe(0, TimeSpan.FromSeconds(9));

        Assert.Equal(100, sizer.Items);
    }

    [Fact]
    public void Chunk_AnyTimes_StaysPositive() => Gen.Long[-1, TimeSpan.FromDays(1000).Ticks].Array[1, 60].Sample(times =>
    {
        var sizer = new ChunkSizer();
        return Array.TrueForAll(times, time =>
        {
            sizer.Observe(sizer.Items, TimeSpan.FromTicks(time));
            return sizer.Items >= 1;
        });
    });

    [Theory]
    [InlineData(0, 0, 1, null)]
    [InlineData(0, 1, 1, null)]
    [InlineData(0, 2, 1, 1L)]
    [InlineData(0, 3, 2, null)]
    [InlineData(0, 7, 1, 4L)]
    [InlineData(10, 100, 45, 55L)]
    [InlineData(10, 100, 46, null)]
    public void Split_WhatIsLeft_IsHalvedWhenItIsWorthIt(long taken, long end, long perCall, long? expected) =>
        Assert.Equal(expected, SplitPolicy.At(taken, taken, end, perCall));

    [Fact]
    public void Split_AnyRun_LeavesItemsOnBothSides() =>
        Gen.Select(Gen.Long[0, long.MaxValue], Gen.Long[0, long.MaxValue], Gen.Long[1, long.MaxValue]).Sample((one, other, perCall) =>
        {
            var (taken, end) = (Math.Min(one, other), Math.Max(one, other));
            return SplitPolicy.At(taken, taken, end, perCall) is not { } at || (at > taken && at < end && at - taken >= end - at);
        });
}
