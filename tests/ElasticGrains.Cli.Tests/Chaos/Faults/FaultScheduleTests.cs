using ElasticGrains.Cli.Chaos.Faults;

namespace ElasticGrains.Cli.Tests.Chaos.Faults;

/// <summary>The faults of a run follow from its seed, and come as often as they should.</summary>
public sealed class FaultScheduleTests
{
    private static readonly TimeSpan Hours = TimeSpan.FromHours(50);
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(10);

    [Fact]
    public void Schedule_OfTheSameSeed_IsTheSame() =>
        Assert.Equal(FaultSchedule.Of(7, Hours, Every, FaultSchedule.Usual), FaultSchedule.Of(7, Hours, Every, [.. FaultSchedule.Usual.Reverse()]));

    [Fact]
    public void Schedule_OfAnotherSeed_IsAnother() =>
        Assert.NotEqual(FaultSchedule.Of(7, Hours, Every, FaultSchedule.Usual), FaultSchedule.Of(8, Hours, Every, FaultSchedule.Usual));

    /// <summary>A repetition of a shorter run of the same seed sees the same beginning.</summary>
    [Fact]
    public void Schedule_OfAShorterRun_IsTheBeginning()
    {
        var whole = FaultSchedule.Of(3, TimeSpan.FromMinutes(10), Every, FaultSchedule.Usual);
        var half = FaultSchedule.Of(3, TimeSpan.FromMinutes(5), Every, FaultSchedule.Usual);

        Assert.NotEmpty(half);
        Assert.Equal(whole.Take(half.Count), half);
        Assert.All(whole.Skip(half.Count), fault => Assert.True(fault.At >= TimeSpan.FromMinutes(5)));
    }

    /// <summary>Of a Poisson process the times between events have the mean and, as their deviation, the mean again.</summary>
    [Fact]
    public void Schedule_OfALongRun_ArrivesAsAPoissonProcess()
    {
        var times = FaultSchedule.Of(1, Hours, Every, FaultSchedule.Usual).Select(fault => fault.At.TotalSeconds).ToList();
        var gaps = times.Skip(1).Zip(times, (next, last) => next - last).ToList();
        var mean = gaps.Average();

        Assert.All(gaps, gap => Assert.True(gap >= 0));
        Assert.InRange(mean, 9.5, 10.5);
        Assert.InRange(Math.Sqrt(gaps.Average(gap => (gap - mean) * (gap - mean))), 9.5, 10.5);
        Assert.InRange(gaps.Count(gap => gap > 10) / (double)gaps.Count, 0.35, 0.39); // 1/e
    }

    [Fact]
    public void Schedule_OfALongRun_HasEachKindByItsWeightAndWithinItsLengths()
    {
        var kinds = Enum.GetValues<FaultKind>();
        var faults = FaultSchedule.Of(1, Hours, Every, kinds);
        var weights = kinds.Sum(FaultSchedule.WeightOf);

        Assert.All(kinds, kind =>
        {
            var its = faults.Where(fault => fault.Kind == kind).ToList();
            var (least, most) = FaultSchedule.LengthOf(kind);
            var share = (double)FaultSchedule.WeightOf(kind) / weights;
            Assert.InRange(its.Count / (double)faults.Count, 0.85 * share, 1.15 * share);
            Assert.All(its, fault => Assert.InRange(fault.Length.TotalSeconds, least, most));
        });
        Assert.Equal(Enum.GetValues<CutMode>(), faults.Select(fault => fault.Mode).Distinct().Order());
        Assert.Equal(Enum.GetValues<CutFrom>(), faults.Select(fault => fault.From).Distinct().Order());
        Assert.InRange(faults.Count(fault => fault.Returns) / (double)faults.Count, 0.7, 0.8);
    }

    [Theory]
    [InlineData("Kill")]
    [InlineData("All")]
    public void Schedule_OfOneKind_HasNoOther(string name)
    {
        var kind = Enum.Parse<FaultKind>(name);
        var faults = FaultSchedule.Of(5, TimeSpan.FromMinutes(10), Every, [kind]);
        Assert.NotEmpty(faults);
        Assert.All(faults, fault => Assert.Equal(kind, fault.Kind));
    }

    [Fact]
    public void Usual_Kinds_NeverKillAllAtOnce() => Assert.DoesNotContain(FaultKind.All, FaultSchedule.Usual);

    [Theory]
    [InlineData(0.0, 0)]
    [InlineData(0.49, 1)]
    [InlineData(0.9999999999999999, 3)]
    public void Pick_OfADraw_IsOneOfThem(double draw, int expected) => Assert.Equal(expected, Fault.Pick([0, 1, 2, 3], draw));
}
