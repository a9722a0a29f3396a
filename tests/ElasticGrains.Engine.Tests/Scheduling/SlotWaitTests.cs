using ElasticGrains.Engine.Scheduling;
using ElasticGrains.Scheduling;

namespace ElasticGrains.Engine.Tests.Scheduling;

/// <summary>What the resource manager says that a job waits for.</summary>
public class SlotWaitTests
{
    private readonly ManagerBench _manager = new();

    [Fact]
    public void Explain_NoSiloYet_WaitsForOne()
    {
        _manager.Send(new ResourceManagerEvent.Requested("a", 3, Priority: 2));

        var wait = Explain("a");

        Assert.Equal((SlotBlock.NoSilo, true, 3, 2, 0), (wait.Block, wait.IsQueued, wait.Wanted, wait.Priority, wait.JobsBefore));
    }

    [Fact]
    public void Explain_AllSlotsTaken_NamesWhoHasThemAndWhoIsBefore()
    {
        _manager.Send(ManagerBench.Report("s", 2, Held("s", 0, 1, "x"), Held("s", 1, 2, "y")));
        _manager.Send(ManagerBench.Report("t", 2, Held("t", 0, 3, "x"), Held("t", 1, 4, "x")));
        _manager.Send(new ResourceManagerEvent.Requested("low", 1));
        _manager.Send(new ResourceManagerEvent.Requested("first", 4, Priority: 1));
        _manager.Send(new ResourceManagerEvent.Requested("second", 2, Priority: 1));

        var wait = Explain("second");

        Assert.Equal((SlotBlock.Taken, 1, 4L), (wait.Block, wait.JobsBefore, wait.SlotsBefore));
        Assert.Equal([new WaitingJob("first", 4, 1)], wait.Before);
        Assert.Equal(["s", "t"], wait.Silos.Select(silo => silo.Silo));
        Assert.Equal([new SlotHolder("x", 1, 0, 0), new SlotHolder("y", 1, 0, 0)], wait.Silos[0].Holders);
        Assert.Equal([new SlotHolder("x", 2, 0, 0)], wait.Silos[1].Holders);
    }

    [Fact]
    public void Explain_EverySlotRetired_SaysSo()
    {
        _manager.Send(new ResourceManagerEvent.Reported(new SlotReport("s", 2, [], [0, 1], [0, 0])));
        _manager.Send(new ResourceManagerEvent.Requested("a", 1));

        Assert.Equal((SlotBlock.Retired, 2), (Explain("a").Block, Explain("a").Silos[0].Retired));
    }

    [Fact]
    public void Explain_FreeSlotsKeptForAShardAlone_NamesItsJob()
    {
        _manager.Send(ManagerBench.Report("s", 2, Held("s", 0, 1, "x")));
        _manager.Send(ManagerBench.Report("t", 2, Held("t", 0, 3, "x"), Held("t", 1, 4, "x")));
        _manager.Send(new ResourceManagerEvent.SiloRequested("suspect", Wanted: true));
        _manager.Send(new ResourceManagerEvent.Requested("a", 1));

        var wait = Explain("a");

        Assert.Equal((SlotBlock.Kept, "suspect", null), (wait.Block, wait.Silos[0].KeptFor, wait.Silos[1].KeptFor));
        Assert.Equal(0, Explain("suspect").AloneBefore);
        Assert.Null(wait.AloneBefore);
        Assert.Equal(["suspect"], wait.Alone);
    }

    [Fact]
    public void Explain_OfferNotTakenYet_SaysSo()
    {
        _manager.Send(ManagerBench.Report("s", 1));
        _manager.Send(new ResourceManagerEvent.Requested("x", 1));

        Assert.Equal([new SlotHolder("x", 1, 0, Offered: 1)], Explain("a").Silos[0].Holders);
    }

    [Fact]
    public void Explain_OfAJobThatDoesNotWait_ChangesNothing()
    {
        _manager.Send(ManagerBench.Report("s", 1, Held("s", 0, 1, "x")));
        _manager.Send(new ResourceManagerEvent.Requested("a", 1));

        Assert.Equal((false, 1), (Explain("new").IsQueued, Explain("new").JobsBefore));
        Assert.Equal((false, 0), (Explain("new", priority: 1).IsQueued, Explain("new", priority: 1).JobsBefore));

        Assert.Equal(0, Explain("a").JobsBefore);
        Assert.Equal(["a"], _manager.Send(ManagerBench.Report("s", 2)).Select(offer => offer.JobId));
        Assert.Equal("new", Assert.Single(_manager.Send(new ResourceManagerEvent.Requested("new", 1))).JobId);
    }

    private static HeldLease Held(string silo, int slot, long epoch, string job) => new(new SlotLease(silo, slot, epoch), job);

    private SlotWait Explain(string job, int priority = 0) => _manager.Machine.Explain(job, 2, priority);
}
