using ElasticGrains.Engine.Scheduling;
using ElasticGrains.Scheduling;

namespace ElasticGrains.Engine.Tests.Scheduling;

/// <summary>A silo for one job alone.</summary>
public class LoneSiloTests
{
    private readonly ResourceManagerMachine _manager = new();
    private DateTimeOffset _now = new(2030, 1, 1, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Silo_IsEmpty_IsOfferedAloneAndNothingBesideIt()
    {
        Send(Report("s", 2));

        var lone = Assert.Single(Send(new ResourceManagerEvent.SiloRequested("a", true)));
        Assert.Equal(("a", new SlotLease("s", 0, 1) { IsAlone = true }), (lone.JobId, lone.Lease));
        Assert.Empty(Send(new ResourceManagerEvent.Requested("b", 1)));
        Assert.Empty(Send(Report("s", 2, new HeldLease(lone.Lease, "a"))));

        Assert.Equal("b", Assert.Single(Send(Report("s", 2))).JobId);
    }

    [Fact]
    public void Silo_IsBusy_IsEmptiedWhileTheOthersGoOn()
    {
        var held = new HeldLease(new SlotLease("t", 0, 9), "x");
        Send(Report("s", 2, new HeldLease(new SlotLease("s", 0, 7), "x"), new HeldLease(new SlotLease("s", 1, 8), "x")));
        Send(Report("t", 2, held));

        Assert.Empty(Send(new ResourceManagerEvent.SiloRequested("a", true)));
        Assert.Empty(Send(new ResourceManagerEvent.Requested("b", 1)));
        Assert.Equal(("b", "s"), Told(Assert.Single(Send(Report("s", 2, new HeldLease(new SlotLease("s", 0, 7), "x"))))));
        Assert.Equal(("a", "t"), Told(Assert.Single(Send(Report("t", 2)))));
    }

    [Fact]
    public void Silo_OfARetiredSlot_IsNotOfferedAlone()
    {
        Send(new ResourceManagerEvent.Reported(new SlotReport("s", 2, [], Retired: [1], [0, 0])));

        Assert.Empty(Send(new ResourceManagerEvent.SiloRequested("a", true)));
        Assert.Equal("b", Assert.Single(Send(new ResourceManagerEvent.Requested("b", 1))).JobId);
    }

    [Fact]
    public void Silo_IsTheLast_IsNotKeptFromOthers()
    {
        Send(Report("s", 2, new HeldLease(new SlotLease("s", 0, 7), "x")));
        Send(new ResourceManagerEvent.SiloRequested("a", true));

        Assert.Equal("b", Assert.Single(Send(new ResourceManagerEvent.Requested("b", 1))).JobId);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Wish_WithdrawnOrNotRepeated_OpensTheSiloAgain(bool isWithdrawn)
    {
        var held = new HeldLease(new SlotLease("s", 0, 7), "x");
        Send(Report("s", 2, held));
        Send(Report("t", 1, new HeldLease(new SlotLease("t", 0, 6), "x")));
        Send(new ResourceManagerEvent.SiloRequested("a", true));
        Assert.Empty(Send(new ResourceManagerEvent.Requested("b", 1)));

        var offers = isWithdrawn ? Send(new ResourceManagerEvent.SiloRequested("a", false)) : Later();

        Assert.Equal("b", Assert.Single(offers).JobId);

        ResourceManagerEffect.Offer[] Later()
        {
            _now += ResourceManagerMachine.SilentAfter;
            return Send(Report("s", 2, held));
        }
    }

    [Fact]
    public void Wishes_OfTwoJobs_AreServedOneAfterTheOther()
    {
        Send(new ResourceManagerEvent.SiloRequested("a", true));
        Send(new ResourceManagerEvent.SiloRequested("b", true));
        Send(new ResourceManagerEvent.SiloRequested("a", true));
        var first = Assert.Single(Send(Report("s", 1)));

        var second = Assert.Single(Send(new ResourceManagerEvent.Returned(first.Lease)));

        Assert.Equal(("a", "b"), (first.JobId, second.JobId));
    }

    [Fact]
    public void Table_LeaseThatIsToBeAlone_IsTakenOnlyWhereNothingRuns()
    {
        var table = new SlotTable("s", 2);
        var shared = new SlotLease("s", 0, 1);
        var lone = new SlotLease("s", 1, 2) { IsAlone = true };
        Assert.True(table.TryTake(shared, "a"));
        Assert.False(table.TryTake(lone, "b"));

        table.Free(shared);
        Assert.True(table.TryTake(lone, "b"));
        Assert.False(table.TryTake(shared with { Epoch = 3 }, "a"));

        table.Free(lone);
        Assert.True(table.TryTake(shared with { Epoch = 4 }, "a"));
        table.Retire(shared with { Epoch = 4 });
        Assert.False(table.TryTake(lone with { Epoch = 5 }, "b"));
    }

    private static (string Job, string Silo) Told(ResourceManagerEffect.Offer offer) => (offer.JobId, offer.Lease.Silo);

    private static ResourceManagerEvent.Reported Report(string silo, int slots, params HeldLease[] held) =>
        new(new SlotReport(silo, slots, held, [], [.. Enumerable.Range(0, slots).Select(slot => Array.Find(held, lease => lease.Lease.Slot == slot)?.Lease.Epoch ?? 0)]));

    private ResourceManagerEffect.Offer[] Send(ResourceManagerEvent happened) => [.. _manager.Handle(happened, _now).Cast<ResourceManagerEffect.Offer>()];
}
