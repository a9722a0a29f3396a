using ElasticGrains.Elasticity;
using ElasticGrains.Engine.Elasticity;
using ElasticGrains.Scheduling;

namespace ElasticGrains.Engine.Tests.Elasticity;

public class ScaleSignalTests
{
    private static readonly DateTimeOffset Begin = new(2030, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly ScaleLimits Limits = new(1, 6, TimeSpan.FromSeconds(30));

    private readonly ScaleSignal _signal = new();
    private DateTimeOffset _now = Begin;

    [Fact]
    public void Advise_BacklogOfTwoSeconds_WantsSilosForAllOfItWithAReason()
    {
        var load = new GridLoad([Silo("a", 4, 4), Silo("b", 4, 4), Silo("c", 4, 4)], 30, 2, Begin);
        Assert.Equal(3, After(0, load).WantedSilos);
        Assert.Equal(3, After(1, load).WantedSilos);
        var early = After(0.9, load);
        Assert.Equal(3, early.WantedSilos);
        Assert.Equal("12 slots busy, 30 wanted by 2 jobs, the first since 1 s; 12 are there: it grows when that has lasted 2 s", early.Reason);

        var advice = After(2.1, load);

        Assert.Equal((3, 6, (string?)null), (advice.Silos, advice.WantedSilos, advice.Remove));
        Assert.Equal(new ResourceDemand(ResourceClass.Cpu, 12, 12, 30, 42), Assert.Single(advice.Resources));
        Assert.Equal(
            "12 slots busy, 30 wanted by 2 jobs, the first since 4 s; for 2 s no fewer than 42 were called for, and 12 are there; no more than 6 silos are allowed",
            advice.Reason);
        Assert.Equal(Begin, advice.Since);
        Assert.Equal(11, _signal.Advise(load, Limits with { MaxSilos = 100 }, _now).WantedSilos);
    }

    [Fact]
    public void Advise_ExpressSlotTakenForLong_CountsAsWorkWithoutASlot() =>
        Assert.Equal(2, Lasting(new GridLoad([Silo("a", 1, leases: 2)])).WantedSilos);

    [Fact]
    public void Advise_NothingKnownYet_NeitherGrowsNorShrinks()
    {
        Assert.Equal(2, After(0, new GridLoad([Silo("a", 1), Silo("b", 1)])).WantedSilos);
        Assert.Equal(2, After(29.9, new GridLoad([Silo("a", 1), Silo("b", 1)])).WantedSilos);
        Assert.Equal(1, After(0.1, new GridLoad([Silo("a", 1), Silo("b", 1)])).WantedSilos);
        Assert.Equal(1, new ScaleSignal().Advise(new GridLoad([Silo("a", 1, 1)], 9, 1, Begin), Limits, Begin).WantedSilos);
    }

    [Fact]
    public void Advise_QuietForLong_NamesTheSiloThatCostsLeast()
    {
        Assert.Equal("empty", Lasting(new GridLoad([Silo("busy", 2, 1), Silo("empty", 2), Silo("other", 2, 1)])).Remove);
        Assert.Equal("idle", Lasting(new GridLoad([Silo("writer", 2) with { Jobs = 1 }, Silo("idle", 2), Silo("busy", 2, 1)])).Remove);
        Assert.Equal("less", Lasting(new GridLoad([Silo("more", 4, 2), Silo("less", 4, 1), Silo("most", 4, 3)])).Remove);
        Assert.Equal("ends", Lasting(new GridLoad([Silo("runs", 4) with { Attempts = 2 }, Silo("ends", 4) with { Attempts = 1 }, Silo("busy", 4, 1)])).Remove);
        Assert.Equal("young", Lasting(new GridLoad([Silo("old", 2) with { StartedAt = Begin }, Silo("young", 2) with { StartedAt = Begin.AddHours(1) }])).Remove);
    }

    [Fact]
    public void Advise_QuietForLong_SaysSo()
    {
        var advice = Lasting(new GridLoad([Silo("a", 4, 3), Silo("b", 4)]));

        Assert.Equal("3 slots busy, none wanted; for 30 s no more than 3 were called for, and 8 are there; b has nothing to move", advice.Reason);
        Assert.Equal((2, 1, 3), (advice.Silos, advice.WantedSilos, advice.Resources[0].WantedSlots));
    }

    [Fact]
    public void Advise_AnEmptySiloIsTooLargeToGo_NamesNoneThatIsBusy() =>
        Assert.Null(Lasting(new GridLoad([Silo("large", 10), Silo("small", 1, 1)], 9, 1, Begin)).Remove);

    [Fact]
    public void Advise_ASiloIsDraining_NamesNoOther()
    {
        var advice = Lasting(new GridLoad([Silo("a", 2), Silo("b", 2), Silo("c", 2, 1) with { Intake = SiloIntake.Draining }]));

        Assert.Equal((2, 1, (string?)null), (advice.Silos, advice.WantedSilos, advice.Remove));
        Assert.EndsWith("c is leaving, and they go one at a time", advice.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Advise_SilosAreCordoned_NamesThemOnlyWhenTheyAreEmpty()
    {
        var cordoned = Silo("b", 2, 1) with { Intake = SiloIntake.Cordoned };
        Assert.Null(Lasting(new GridLoad([Silo("a", 2), cordoned])).Remove);
        Assert.Null(Lasting(new GridLoad([Silo("a", 2), cordoned with { Leases = 0, Attempts = 0, Jobs = 1 }])).Remove);
        Assert.Equal("b", Lasting(new GridLoad([Silo("a", 2), cordoned with { Leases = 0, Attempts = 0 }])).Remove);
    }

    [Fact]
    public void Advise_WhatRunsOnACordonedSilo_CallsForNoOther()
    {
        Assert.Equal(2, Lasting(new GridLoad([Silo("a", 1, 1), Silo("b", 1, 1) with { Intake = SiloIntake.Cordoned }])).WantedSilos);
        Assert.Equal(2, Lasting(new GridLoad([Silo("a", 1, 1), Silo("b", 1, 1) with { Intake = SiloIntake.Draining }])).WantedSilos);
    }

    [Fact]
    public void Advise_SlotsAreRetired_DoesNotCountThem() =>
        Assert.Equal(2, Lasting(new GridLoad([Silo("a", 2, 1) with { Retired = 1 }], 1, 1, Begin)).WantedSilos);

    [Fact]
    public void Advise_OutsideOfTheLimits_ComesBackAtOnce()
    {
        Assert.Equal(("b", 1), After(0, new GridLoad([Silo("a", 2, 2), Silo("b", 2, 1)]), Limits with { MaxSilos = 1 }) is var most ? (most.Remove, most.WantedSilos) : default);
        Assert.Equal(4, After(0, new GridLoad([Silo("a", 2)]), Limits with { MinSilos = 4 }).WantedSilos);
        Assert.Null(Lasting(new GridLoad([Silo("a", 2), Silo("b", 2)]), Limits with { MinSilos = 2 }).Remove);
    }

    [Fact]
    public void Advise_ClockSetBack_BeginsAnew()
    {
        var load = new GridLoad([Silo("a", 1, 1)], 1, 1, Begin);
        After(0, new GridLoad([Silo("a", 1, 1)]));
        Assert.Equal(1, After(-3600, load).WantedSilos);
        Assert.Equal(1, After(1, load).WantedSilos);
        Assert.Equal(2, After(1, load).WantedSilos);
    }

    [Theory]
    [InlineData(0, 1, 30)]
    [InlineData(2, 1, 30)]
    [InlineData(1, 1, -1)]
    [InlineData(1, 1, 3601)]
    public void Advise_LimitsThatContradictThemselves_Throws(int min, int max, int quiet) => Assert.Throws<ArgumentOutOfRangeException>(
        () => _signal.Advise(new GridLoad([]), new ScaleLimits(min, max, TimeSpan.FromSeconds(quiet)), Begin));

    private static SiloLoad Silo(string name, int slots, int leases = 0) => new(name, slots, leases) { Attempts = leases, StartedAt = Begin };

    /// <summary>What is advised when it has been so for longer than both windows.</summary>
    private static ScaleAdvice Lasting(GridLoad load, ScaleLimits? limits = null)
    {
        var signal = new ScaleSignal();
        signal.Observe(load, Begin);
        return signal.Advise(load, limits ?? Limits, Begin.AddMinutes(1));
    }

    private ScaleAdvice After(double seconds, GridLoad load, ScaleLimits? limits = null)
    {
        _now += TimeSpan.FromSeconds(seconds);
        _signal.Observe(load, _now);
        return _signal.Advise(load, limits ?? Limits, _now);
    }
}
