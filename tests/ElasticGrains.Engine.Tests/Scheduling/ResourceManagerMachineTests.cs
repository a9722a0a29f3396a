using ElasticGrains.Engine.Scheduling;
using ElasticGrains.Scheduling;

namespace ElasticGrains.Engine.Tests.Scheduling;

public class ResourceManagerMachineTests
{
    private readonly ManagerBench _manager = new();

    [Fact]
    public void Slots_OfTheJobsOwnSilo_ComeFirstAsLongAsThereAreAny()
    {
        _manager.Send(ManagerBench.Report("a", 2));
        _manager.Send(ManagerBench.Report("b", 2));

        var offers = _manager.Send(new ResourceManagerEvent.Requested("j", 3, Near: "b"));

        Assert.Equal([("b", 0), ("b", 1), ("a", 0)], offers.Select(offer => (offer.Lease.Silo, offer.Lease.Slot)));
    }

    [Fact]
    public void Requested_NoSlotYet_IsServedWhenASiloReports()
    {
        Assert.Empty(_manager.Send(new ResourceManagerEvent.Requested("a", 1)));

        Assert.Equal([new ResourceManagerEffect.Offer("a", new SlotLease("s", 0, 1))], _manager.Send(ManagerBench.Report("s", 2)));
    }

    [Fact]
    public void Requested_BySeveralJobs_FirstComeFirstServed()
    {
        _manager.Send(new ResourceManagerEvent.Requested("a", 2));
        _manager.Send(new ResourceManagerEvent.Requested("b", 2));

        Assert.Equal(["a", "a", "b"], _manager.Send(ManagerBench.Report("s", 3)).Select(offer => offer.JobId));
    }

    [Fact]
    public void Requested_Again_KeepsItsPlaceAndCountsAnew()
    {
        _manager.Send(new ResourceManagerEvent.Requested("a", 1));
        _manager.Send(new ResourceManagerEvent.Requested("b", 1));
        _manager.Send(new ResourceManagerEvent.Requested("a", 2));

        Assert.Equal(["a", "a"], _manager.Send(ManagerBench.Report("s", 2)).Select(offer => offer.JobId));
    }

    [Fact]
    public void Requested_None_Withdraws()
    {
        _manager.Send(new ResourceManagerEvent.Requested("a", 3));
        _manager.Send(new ResourceManagerEvent.Requested("a", 0));

        Assert.Empty(_manager.Send(ManagerBench.Report("s", 2)));
    }

    [Fact]
    public void Offer_NotTakenInTime_IsMadeAgainUnderANewerEpoch()
    {
        _manager.Send(ManagerBench.Report("s", 1));
        var first = Assert.Single(_manager.Send(new ResourceManagerEvent.Requested("a", 1)));
        Assert.Empty(_manager.Send(new ResourceManagerEvent.Requested("b", 1)));
        Assert.Empty(_manager.After(TimeSpan.FromSeconds(4.9), new ResourceManagerEvent.Tick()));

        var second = Assert.Single(_manager.After(TimeSpan.FromSeconds(0.1), new ResourceManagerEvent.Tick()));

        Assert.Equal("b", second.JobId);
        Assert.True(second.Lease.Epoch > first.Lease.Epoch);
    }

    [Fact]
    public void Offer_Taken_IsNotMadeAgain()
    {
        _manager.Send(ManagerBench.Report("s", 1));
        var offer = Assert.Single(_manager.Send(new ResourceManagerEvent.Requested("a", 1)));
        _manager.Send(ManagerBench.Report("s", 1, new HeldLease(offer.Lease, "a")));
        _manager.Send(new ResourceManagerEvent.Requested("b", 1));

        Assert.Empty(_manager.After(TimeSpan.FromSeconds(9), new ResourceManagerEvent.Tick()));
        Assert.Equal("b", Assert.Single(_manager.Send(ManagerBench.Report("s", 1))).JobId);
    }

    [Fact]
    public void Returned_Slot_IsOfferedToTheNext()
    {
        _manager.Send(ManagerBench.Report("s", 1));
        var offer = Assert.Single(_manager.Send(new ResourceManagerEvent.Requested("a", 1)));
        _manager.Send(new ResourceManagerEvent.Requested("b", 1));

        Assert.Equal("b", Assert.Single(_manager.Send(new ResourceManagerEvent.Returned(offer.Lease))).JobId);
        Assert.Empty(_manager.Send(new ResourceManagerEvent.Returned(offer.Lease)));
    }

    [Fact]
    public void Retired_Slot_IsNotOffered()
    {
        _manager.Send(new ResourceManagerEvent.Requested("a", 3));

        var offers = _manager.Send(new ResourceManagerEvent.Reported(new SlotReport("s", 3, [], [1], [0, 0, 0])));

        Assert.Equal([0, 2], offers.Select(offer => offer.Lease.Slot));
    }

    [Fact]
    public void Lost_Silo_IsNotOfferedAnyMore()
    {
        _manager.Send(ManagerBench.Report("s", 2));
        _manager.Send(new ResourceManagerEvent.SiloLost("s"));

        Assert.Empty(_manager.Send(new ResourceManagerEvent.Requested("a", 1)));
    }

    [Fact]
    public void Offer_ToAJobWhoseSiloIsLost_FallsBackWithTheNextReport()
    {
        var lost = OfferedThenLost();

        var offer = Assert.Single(_manager.Send(ManagerBench.Report("s", 1)));

        Assert.Equal("b", offer.JobId);
        Assert.True(offer.Lease.Epoch > lost.Lease.Epoch);
    }

    [Fact]
    public void Offer_ToAJobWhoseSiloIsLost_StandsWhereItWasTaken()
    {
        var taken = OfferedThenLost();

        Assert.Empty(_manager.Send(ManagerBench.Report("s", 1, new HeldLease(taken.Lease, "a"))));
        Assert.Equal("b", Assert.Single(_manager.Send(ManagerBench.Report("s", 1))).JobId);
    }

    // Whoever revives it asks anew; until then nobody hears an offer.
    [Fact]
    public void Wish_OfAJobWhoseSiloIsLost_IsForgotten()
    {
        _manager.Send(new ResourceManagerEvent.Requested("a", 2, Near: "t"));
        _manager.Send(new ResourceManagerEvent.SiloLost("t"));

        Assert.Empty(_manager.Send(ManagerBench.Report("s", 1)));
        Assert.Equal("a", Assert.Single(_manager.Send(new ResourceManagerEvent.Requested("a", 2, Near: "s"))).JobId);
    }

    /// <summary>The only slot is offered to a job on a silo that is lost then; another job waits.</summary>
    private ResourceManagerEffect.Offer OfferedThenLost()
    {
        _manager.Send(ManagerBench.Report("s", 1));
        var offer = Assert.Single(_manager.Send(new ResourceManagerEvent.Requested("a", 2, Near: "t")));
        Assert.Empty(_manager.Send(new ResourceManagerEvent.Requested("b", 1, Near: "s")));
        Assert.Empty(_manager.Send(new ResourceManagerEvent.SiloLost("t")));
        return offer;
    }

    [Fact]
    public void Lost_ItsLastReportComesLater_IsForgottenAfterAWhile()
    {
        _manager.Send(new ResourceManagerEvent.SiloLost("s"));
        _manager.Send(ManagerBench.Report("s", 1));
        _manager.After(TimeSpan.FromSeconds(9.9), new ResourceManagerEvent.Tick());
        _manager.After(TimeSpan.FromSeconds(0.1), new ResourceManagerEvent.Tick());

        Assert.Empty(_manager.Send(new ResourceManagerEvent.Requested("a", 1)));
    }

    [Fact]
    public void Silo_ThatReports_IsKept()
    {
        for (var report = 0; report < 30; report++)
        {
            _manager.Send(ManagerBench.Report("s", 1));
            _manager.After(TimeSpan.FromSeconds(0.5), new ResourceManagerEvent.Tick());
        }

        Assert.Single(_manager.Send(new ResourceManagerEvent.Requested("a", 1)));
    }

    [Fact]
    public void Rebuilt_Manager_GivesEpochsAboveThoseTheSilosSaw()
    {
        _manager.Send(new ResourceManagerEvent.Reported(new SlotReport("s", 2, [new HeldLease(new SlotLease("s", 0, 70), "a")], [], [70, 0])));

        Assert.Equal(new SlotLease("s", 1, 71), Assert.Single(_manager.Send(new ResourceManagerEvent.Requested("a", 9))).Lease);
    }

    [Fact]
    public void Starving_EverySlotIsRetired_NamesTheJobsThatWait()
    {
        _manager.Send(new ResourceManagerEvent.Requested("a", 1));
        Assert.Empty(_manager.Machine.Starving);

        _manager.Send(new ResourceManagerEvent.Reported(new SlotReport("s", 2, [], Retired: [0, 1], [0, 0])));
        Assert.Equal(["a"], _manager.Machine.Starving);

        _manager.Send(ManagerBench.Report("t", 1));
        Assert.Empty(_manager.Machine.Starving);
    }
}
