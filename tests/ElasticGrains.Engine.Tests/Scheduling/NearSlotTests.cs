using ElasticGrains.Engine.Scheduling;

namespace ElasticGrains.Engine.Tests.Scheduling;

public class NearSlotTests
{
    private readonly ManagerBench _manager = new();

    [Fact]
    public void Slot_ThatIsNotNearTheFirst_GoesToTheNextThatItIsNear()
    {
        Wait("first", "other");
        Wait("second", "s");

        Assert.Equal("second", Assert.Single(_manager.Send(ManagerBench.Report("s", 1))).JobId);
    }

    [Fact]
    public void Slot_ThatIsNearNobody_GoesToTheFirst()
    {
        Wait("first", "other");
        Wait("second", "other");

        Assert.Equal("first", Assert.Single(_manager.Send(ManagerBench.Report("s", 1))).JobId);
    }

    [Fact]
    public void Slot_WhenTheFirstHasBeenPassedOverForLong_GoesToIt()
    {
        Wait("first", "other");
        Wait("second", "s");
        Wait("third", "s");
        Assert.Equal("second", Assert.Single(_manager.Send(ManagerBench.Report("s", 1))).JobId);

        Assert.Equal("first", Assert.Single(_manager.After(ResourceManagerMachine.PassedOverAtMost, ManagerBench.Report("t", 1))).JobId);
    }

    [Fact]
    public void Slot_WhenTheFirstHasWaitedForLongAnyhow_GoesToOthersForATenthOfThat()
    {
        Wait("first", "other");
        Wait("second", "s");
        Wait("third", "t");
        Wait("fourth", "u");
        Assert.Equal("second", Assert.Single(_manager.After(TimeSpan.FromSeconds(2), ManagerBench.Report("s", 1))).JobId);
        Assert.Equal("third", Assert.Single(_manager.After(ResourceManagerMachine.PassedOverAtMost, ManagerBench.Report("t", 1))).JobId);

        Assert.Equal("first", Assert.Single(_manager.After(TimeSpan.FromSeconds(2) / ResourceManagerMachine.PassedOverPart, ManagerBench.Report("u", 1))).JobId);
    }

    [Fact]
    public void Slot_WhileSomebodyElseIsPassedOverForAnExpressOne_GoesToTheFirstAfterItsTime()
    {
        _manager.Send(ManagerBench.Report("t", 1));
        Assert.Single(_manager.Send(new ResourceManagerEvent.Requested("first", 1, "t", Priority: 0)));
        Wait("first", "t");
        Wait("newcomer", "t");
        Wait("here", "s");
        Wait("here too", "s");
        Wait("there", "u");
        var both = ManagerBench.Report("s", 2);
        both = both with { Report = both.Report with { Slots = 1, Express = 1 } };
        Assert.Equal(["here", "here too"], _manager.Send(both).Select(offer => offer.JobId));

        Assert.Equal("first", Assert.Single(_manager.After(ResourceManagerMachine.PassedOverAtMost, ManagerBench.Report("u", 1))).JobId);
    }

    [Fact]
    public void Slot_ThatIsNearAJobOfLowerPriority_GoesToTheFirst()
    {
        Wait("first", "other", priority: 1);
        Wait("second", "s");

        Assert.Equal("first", Assert.Single(_manager.Send(ManagerBench.Report("s", 1))).JobId);
    }

    private void Wait(string job, string near, int priority = 0) => Assert.Empty(_manager.Send(new ResourceManagerEvent.Requested(job, 1, near, priority)));
}
