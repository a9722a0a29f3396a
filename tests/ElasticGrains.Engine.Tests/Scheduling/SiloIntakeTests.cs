using ElasticGrains.Engine.Scheduling;
using ElasticGrains.Scheduling;

namespace ElasticGrains.Engine.Tests.Scheduling;

public class SiloIntakeTests
{
    private readonly ManagerBench _manager = new();

    public static TheoryData<SiloIntake> Shut => [SiloIntake.Cordoned, SiloIntake.Draining];

    [Theory]
    [MemberData(nameof(Shut))]
    public void TryTake_SiloTakesOnNothing_RefusesAndKeepsWhatRuns(SiloIntake intake)
    {
        var table = new SlotTable("s", 2);
        Assert.True(table.TryTake(new SlotLease("s", 0, 1), "j", shard: 0, attempt: 1));

        table.Intake = intake;

        Assert.False(table.TryTake(new SlotLease("s", 1, 2), "j", shard: 0, attempt: 1));
        Assert.Equal((intake, 1), (table.Report().Intake, table.Report().Held.Count));
    }

    [Fact]
    public void Intake_OpenedAfterACordon_TakesAgainButNeverAfterADrain()
    {
        var table = new SlotTable("s", 1) { Intake = SiloIntake.Cordoned };
        table.Intake = SiloIntake.Open;
        Assert.True(table.TryTake(new SlotLease("s", 0, 1), "j", shard: 0, attempt: 1));
        table.Free(new SlotLease("s", 0, 1));

        table.Intake = SiloIntake.Draining;
        table.Intake = SiloIntake.Open;

        Assert.False(table.TryTake(new SlotLease("s", 0, 2), "j", shard: 0, attempt: 1));
        Assert.Equal(SiloIntake.Draining, table.Intake);
    }

    [Theory]
    [MemberData(nameof(Shut))]
    public void Report_OfASiloThatTakesOnNothing_ItsSlotsAreOfferedToNobody(SiloIntake intake)
    {
        _manager.Send(Report("s", intake));
        Assert.Empty(_manager.Send(new ResourceManagerEvent.Requested("a", 1, Near: "s")));
        Assert.Equal(["s"], _manager.Machine.Shut);

        Assert.Equal("t", Assert.Single(_manager.Send(Report("t", SiloIntake.Open))).Lease.Silo);
    }

    [Fact]
    public void Report_OfASiloThatIsOpenAgain_ItsSlotsAreOffered()
    {
        _manager.Send(Report("s", SiloIntake.Cordoned));
        _manager.Send(new ResourceManagerEvent.Requested("a", 1));

        Assert.Equal("s", Assert.Single(_manager.Send(Report("s", SiloIntake.Open))).Lease.Silo);
    }

    [Fact]
    public void Ordered_BeforeTheSiloReportsIt_HoldsAtOnceAndUntilTheSiloSaysOtherwise()
    {
        _manager.Send(Report("s", SiloIntake.Open));
        _manager.Send(new ResourceManagerEvent.SiloOrdered("s", SiloIntake.Cordoned));
        Assert.Empty(_manager.Send(new ResourceManagerEvent.Requested("a", 1)));

        Assert.Single(_manager.Send(Report("s", SiloIntake.Open)));
    }

    [Fact]
    public void Ordered_SiloThatDrains_StaysSo()
    {
        _manager.Send(Report("s", SiloIntake.Draining));
        _manager.Send(new ResourceManagerEvent.SiloOrdered("s", SiloIntake.Open));

        Assert.Equal(SiloIntake.Draining, _manager.Machine.IntakeOf("s"));
        Assert.Null(_manager.Machine.IntakeOf("t"));
    }

    [Fact]
    public void IsOpenBeside_OthersAreShut_SaysSo()
    {
        _manager.Send(Report("s", SiloIntake.Open));
        Assert.False(_manager.Machine.IsOpenBeside("s"));
        _manager.Send(Report("t", SiloIntake.Cordoned));
        Assert.False(_manager.Machine.IsOpenBeside("s"));
        Assert.True(_manager.Machine.IsOpenBeside("t"));
    }

    [Fact]
    public void SiloWish_OnlyAShutSiloIsEmpty_GetsTheOther()
    {
        _manager.Send(Report("s", SiloIntake.Cordoned));
        _manager.Send(Report("t", SiloIntake.Open));

        Assert.Equal(("t", true), Assert.Single(_manager.Send(new ResourceManagerEvent.SiloRequested("a", Wanted: true))).Lease is var lease ? (lease.Silo, lease.IsAlone) : default);
    }

    [Fact]
    public void Starving_EverySiloIsShut_NamesTheJobsThatWait()
    {
        _manager.Send(new ResourceManagerEvent.Requested("a", 1));
        _manager.Send(Report("s", SiloIntake.Cordoned));

        Assert.Equal(["a"], _manager.Machine.Starving);
    }

    [Fact]
    public void SlotOn_OfASilo_IsGivenThereBeforeOthersAndNowhereElse()
    {
        _manager.Send(Report("s", SiloIntake.Open));
        _manager.Send(ManagerBench.Report("t", 1, new HeldLease(new SlotLease("t", 0, 1), "b")));
        _manager.Send(new ResourceManagerEvent.Requested("c", 9));

        Assert.Empty(_manager.Send(new ResourceManagerEvent.SlotOnRequested("a", "t", Wanted: true)));

        var offer = Assert.Single(_manager.Send(new ResourceManagerEvent.Reported(new SlotReport("t", 1, [], [], [1]))));
        Assert.Equal(("a", "t"), (offer.JobId, offer.Lease.Silo));
    }

    [Fact]
    public void SlotOn_OfAShutSiloOrWithdrawn_IsNotGiven()
    {
        _manager.Send(Report("s", SiloIntake.Cordoned));
        Assert.Empty(_manager.Send(new ResourceManagerEvent.SlotOnRequested("a", "s", Wanted: true)));
        _manager.Send(new ResourceManagerEvent.SlotOnRequested("a", "s", Wanted: false));

        Assert.Empty(_manager.Send(Report("s", SiloIntake.Open)));
    }

    private static ResourceManagerEvent.Reported Report(string silo, SiloIntake intake) => new(new SlotReport(silo, 1, [], [], [0]) { Intake = intake });
}
