using ElasticGrains.Engine.Elasticity;
using ElasticGrains.Engine.Scheduling;
using ElasticGrains.Scheduling;

namespace ElasticGrains.Engine.Tests.Scheduling;

/// <summary>What the resource manager says it carries and is asked for.</summary>
public class GridLoadTests
{
    private readonly ManagerBench _manager = new();

    private GridLoad Load => _manager.Machine.Load;

    [Fact]
    public void Load_OfASilo_IsWhatItReportedAndWhatItWasOffered()
    {
        var report = new SlotReport("s", 2, [new HeldLease(new SlotLease("s", 0, 1), "a")], [1], [1, 0, 0])
        {
            Express = 1,
            Attempts = 3,
            Jobs = 2,
            Info = new SiloInfo("host", 1, "address", "1", new DateTimeOffset(2029, 1, 1, 0, 0, 0, TimeSpan.Zero)),
            Intake = SiloIntake.Open,
        };
        _manager.Send(new ResourceManagerEvent.Reported(report));
        _manager.Send(new ResourceManagerEvent.Requested("b", 1));

        // One lease that is held, and one express slot that is offered.
        Assert.Equal(
            new SiloLoad("s", 2, 2) { Retired = 1, Attempts = 3, Jobs = 2, StartedAt = report.Info.StartedAt }, Assert.Single(Load.Silos));
        Assert.Equal((1, 2, 2, 0), (Load.Capacity, Load.Busy, Load.Demand, Load.Waiting));
    }

    [Fact]
    public void Load_OfASiloThatAJobHasAlone_IsAllItsSlots()
    {
        _manager.Send(new ResourceManagerEvent.Reported(new SlotReport("s", 3, [], [], [0, 0, 0, 0]) { Express = 1 }));
        _manager.Send(new ResourceManagerEvent.SiloRequested("a", Wanted: true));
        _manager.Send(new ResourceManagerEvent.Tick());

        Assert.Equal((3, 3, 3, 0), (Load.Capacity, Load.Busy, Load.Demand, Load.Waiting));
    }

    [Fact]
    public void Load_OfWishes_IsTheirSumSinceTheFirst()
    {
        _manager.Send(new ResourceManagerEvent.Requested("a", 3));
        var began = Load.WaitingSince;
        _manager.After(TimeSpan.FromSeconds(2), new ResourceManagerEvent.Requested("b", 4));
        _manager.After(TimeSpan.FromSeconds(1), new ResourceManagerEvent.Requested("a", 5, Priority: 1));
        _manager.Send(new ResourceManagerEvent.SiloRequested("a", Wanted: true));
        _manager.Send(new ResourceManagerEvent.SiloRequested("c", Wanted: true));
        Assert.Equal((11, 3, began), (Load.Waiting, Load.WaitingJobs, Load.WaitingSince));

        // It has waited since it first asked, whatever else it asked for since.
        _manager.Send(new ResourceManagerEvent.Requested("a", 0));
        Assert.Equal((6, began!.Value.AddSeconds(2)), (Load.Waiting, Load.WaitingSince));
        _manager.Send(new ResourceManagerEvent.Requested("b", 0));
        Assert.Null(Load.WaitingSince);
    }

    [Fact]
    public void Load_OfTheQuestionWhyAJobWaits_IsTheSame()
    {
        _manager.Machine.Explain("a", 3, 0);

        Assert.Equal((0, 0), (Load.Waiting, Load.WaitingJobs));
    }
}
