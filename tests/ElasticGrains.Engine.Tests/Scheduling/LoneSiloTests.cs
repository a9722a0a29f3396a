using ElasticGrains.Engine.Scheduling;
using ElasticGrains.Scheduling;

namespace ElasticGrains.Engine.Tests.Scheduling;

/// <summary>A silo for one job alone.</summary>
public class LoneSiloTests
{
    private readonly ManagerBench _manager = new();

    [Fact]
    public void Silo_IsEmpty_IsOfferedAloneAndNothingBesideIt()
    {
        _manager.Send(ManagerBench.Report("s", 2));

        var lone = Assert.Single(_manager.Send(new ResourceManagerEvent.SiloRequested("a", true)));
        Assert.Equal(("a", new SlotLease("s", 0, 1) { IsAlone = true }), (lone.JobId, lone.Lease));
        Assert.Empty(_manager.Send(new ResourceManagerEvent.Requested("b", 1)));
        Assert.Empty(_manager.Send(ManagerBench.Report("s", 2, new HeldLease(lone.Lease, "a"))));

        Assert.Equal("b", Assert.Single(_manager.Send(ManagerBench.Report("s", 2))).JobId);
    }

    [Fact]
    public void Silo_IsBusy_IsEmptiedWhileTheOthersGoOn()
    {
        var held = new HeldLease(new SlotLease("t", 0, 9), "x");
        _manager.Send(ManagerBench.Report("s", 2, new HeldLease(new SlotLease("s", 0, 7), "x"), new HeldLease(new SlotLease("s", 1, 8), "x")));
        _manager.Send(ManagerBench.Report("t", 2, held));

        Assert.Empty(_manager.Send(new ResourceManagerEvent.SiloRequested("a", true)));
        Assert.Empty(_manager.Send(new ResourceManagerEvent.Requested("b", 1)));
        Assert.Equal(("b", "s"), Told(Assert.Single(_manager.Send(ManagerBench.Report("s", 2, new HeldLease(new SlotLease("s", 0, 7), "x"))))));
        Assert.Equal(("a", "t"), Told(Assert.Single(_manager.Send(ManagerBench.Report("t", 2)))));
    }

    [Fact]
    public void Silo_OfARetiredSlot_IsNotOfferedAlone()
    {
        _manager.Send(new ResourceManagerEvent.Reported(new SlotReport("s", 2, [], Retired: [1], [0, 0])));

        Assert.Empty(_manager.Send(new ResourceManagerEvent.SiloRequested("a", true)));
        Assert.Equal("b", Assert.Single(_manager.Send(new ResourceManagerEvent.Requested("b", 1))).JobId);
    }

    [Fact]
    public void Silo_IsTheLast_IsNotKeptFromOthers()
    {
        _manager.Send(ManagerBench.Report("s", 2, new HeldLease(new SlotLease("s", 0, 7), "x")));
        _manager.Send(new ResourceManagerEvent.SiloRequested("a", true));

        Assert.Equal("b", Assert.Single(_manager.Send(new ResourceManagerEvent.Requested("b", 1))).JobId);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Wish_WithdrawnOrNotRepeated_OpensTheSiloAgain(bool isWithdrawn)
    {
        var held = new HeldLease(new SlotLease("s", 0, 7), "x");
        _manager.Send(ManagerBench.Report("s", 2, held));
        _manager.Send(ManagerBench.Report("t", 1, new HeldLease(new SlotLease("t", 0, 6), "x")));
        _manager.Send(new ResourceManagerEvent.SiloRequested("a", true));
        Assert.Empty(_manager.Send(new ResourceManagerEvent.Requested("b", 1)));

        var offers = isWithdrawn ? _manager.Send(new ResourceManagerEvent.SiloRequested("a", false)) : Later();

        Assert.Equal("b", Assert.Single(offers).JobId);

        ResourceManagerEffect.Offer[] Later()
        {
            return _manager.After(ResourceManagerMachine.SilentAfter, ManagerBench.Report("s", 2, held));
        }
    }

    [Fact]
    public void Wishes_OfTwoJobs_AreServedOneAfterTheOther()
    {
        _manager.Send(new ResourceManagerEvent.SiloRequested("a", true));
        _manager.Send(new ResourceManagerEvent.SiloRequested("b", true));
        _manager.Send(new ResourceManagerEvent.SiloRequested("a", true));
        var first = Assert.Single(_manager.Send(ManagerBench.Report("s", 1)));

        var second = Assert.Single(_manager.Send(new ResourceManagerEvent.Returned(first.Lease)));

        Assert.Equal(("a", "b"), (first.JobId, second.JobId));
    }

    [Fact]
    public void Table_LeaseThatIsToBeAlone_IsTakenOnlyWhereNothingRuns()
    {
        var table = new SlotTable("s", 2);
        var shared = new SlotLease("s", 0, 1);
        var lone = new SlotLease("s", 1, 2) { IsAlone = true };
        Assert.True(table.TryTake(shared, "a", shard: 0, attempt: 1));
        Assert.False(table.TryTake(lone, "b", shard: 0, attempt: 1));

        table.Free(shared);
        Assert.True(table.TryTake(lone, "b", shard: 0, attempt: 1));
        Assert.False(table.TryTake(shared with { Epoch = 3 }, "a", shard: 0, attempt: 1));

        table.Free(lone);
        Assert.True(table.TryTake(shared with { Epoch = 4 }, "a", shard: 0, attempt: 1));
        table.Retire(shared with { Epoch = 4 });
        Assert.False(table.TryTake(lone with { Epoch = 5 }, "b", shard: 0, attempt: 1));
    }

    private static (string Job, string Silo) Told(ResourceManagerEffect.Offer offer) => (offer.JobId, offer.Lease.Silo);
}
