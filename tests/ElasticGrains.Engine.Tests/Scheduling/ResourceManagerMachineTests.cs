using ElasticGrains.Engine.Scheduling;
using ElasticGrains.Scheduling;

namespace ElasticGrains.Engine.Tests.Scheduling;

public class ResourceManagerMachineTests
{
    private readonly ResourceManagerMachine _manager = new();
    private DateTimeOffset _now = new(2030, 1, 1, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Slots_OfTheJobsOwnSilo_ComeFirstAsLongAsThereAreAny()
    {
        Send(Report("a", 2));
        Send(Report("b", 2));

        var offers = Send(new ResourceManagerEvent.Requested("j", 3, Near: "b"));

        Assert.Equal([("b", 0), ("b", 1), ("a", 0)], offers.Select(offer => (offer.Lease.Silo, offer.Lease.Slot)));
    }

    [Fact]
    public void Requested_NoSlotYet_IsServedWhenASiloReports()
    {
        Assert.Empty(Send(new ResourceManagerEvent.Requested("a", 1)));

        Assert.Equal([new ResourceManagerEffect.Offer("a", new SlotLease("s", 0, 1))], Send(Report("s", 2)));
    }

    [Fact]
    public void Requested_BySeveralJobs_FirstComeFirstServed()
    {
        Send(new ResourceManagerEvent.Requested("a", 2));
        Send(new ResourceManagerEvent.Requested("b", 2));

        Assert.Equal(["a", "a", "b"], Send(Report("s", 3)).Select(offer => offer.JobId));
    }

    [Fact]
    public void Requested_Again_KeepsItsPlaceAndCountsAnew()
    {
        Send(new ResourceManagerEvent.Requested("a", 1));
        Send(new ResourceManagerEvent.Requested("b", 1));
        Send(new ResourceManagerEvent.Requested("a", 2));

        Assert.Equal(["a", "a"], Send(Report("s", 2)).Select(offer => offer.JobId));
    }

    [Fact]
    public void Requested_None_Withdraws()
    {
        Send(new ResourceManagerEvent.Requested("a", 3));
        Send(new ResourceManagerEvent.Requested("a", 0));

        Assert.Empty(Send(Report("s", 2)));
    }

    [Fact]
    public void Offer_NotTakenInTime_IsMadeAgainUnderANewerEpoch()
    {
        Send(Report("s", 1));
        var first = Assert.Single(Send(new ResourceManagerEvent.Requested("a", 1)));
        Assert.Empty(Send(new ResourceManagerEvent.Requested("b", 1)));
        Assert.Empty(After(4.9, new ResourceManagerEvent.Tick()));

        var second = Assert.Single(After(0.1, new ResourceManagerEvent.Tick()));

        Assert.Equal("b", second.JobId);
        Assert.True(second.Lease.Epoch > first.Lease.Epoch);
    }

    [Fact]
    public void Offer_Taken_IsNotMadeAgain()
    {
        Send(Report("s", 1));
        var offer = Assert.Single(Send(new ResourceManagerEvent.Requested("a", 1)));
        Send(Report("s", 1, new HeldLease(offer.Lease, "a")));
        Send(new ResourceManagerEvent.Requested("b", 1));

        Assert.Empty(After(9, new ResourceManagerEvent.Tick()));
        Assert.Equal("b", Assert.Single(Send(Report("s", 1))).JobId);
    }

    [Fact]
    public void Returned_Slot_IsOfferedToTheNext()
    {
        Send(Report("s", 1));
        var offer = Assert.Single(Send(new ResourceManagerEvent.Requested("a", 1)));
        Send(new ResourceManagerEvent.Requested("b", 1));

        Assert.Equal("b", Assert.Single(Send(new ResourceManagerEvent.Returned(offer.Lease))).JobId);
        Assert.Empty(Send(new ResourceManagerEvent.Returned(offer.Lease)));
    }

    [Fact]
    public void Retired_Slot_IsNotOffered()
    {
        Send(new ResourceManagerEvent.Requested("a", 3));

        var offers = Send(new ResourceManagerEvent.Reported(new SlotReport("s", 3, [], [1], [0, 0, 0])));

        Assert.Equal([0, 2], offers.Select(offer => offer.Lease.Slot));
    }

    [Fact]
    public void Lost_Silo_IsNotOfferedAnyMore()
    {
        Send(Report("s", 2));
        Send(new ResourceManagerEvent.SiloLost("s"));

        Assert.Empty(Send(new ResourceManagerEvent.Requested("a", 1)));
    }

    [Fact]
    public void Lost_ItsLastReportComesLater_IsForgottenAfterAWhile()
    {
        Send(new ResourceManagerEvent.SiloLost("s"));
        Send(Report("s", 1));
        After(9.9, new ResourceManagerEvent.Tick());
        After(0.1, new ResourceManagerEvent.Tick());

        Assert.Empty(Send(new ResourceManagerEvent.Requested("a", 1)));
    }

    [Fact]
    public void Silo_ThatReports_IsKept()
    {
        for (var report = 0; report < 30; report++)
        {
            Send(Report("s", 1));
            After(0.5, new ResourceManagerEvent.Tick());
        }

        Assert.Single(Send(new ResourceManagerEvent.Requested("a", 1)));
    }

    [Fact]
    public void Rebuilt_Manager_GivesEpochsAboveThoseTheSilosSaw()
    {
        Send(new ResourceManagerEvent.Reported(new SlotReport("s", 2, [new HeldLease(new SlotLease("s", 0, 70), "a")], [], [70, 0])));

        Assert.Equal(new SlotLease("s", 1, 71), Assert.Single(Send(new ResourceManagerEvent.Requested("a", 9))).Lease);
    }

    [Fact]
    public void Starving_EverySlotIsRetired_NamesTheJobsThatWait()
    {
        Send(new ResourceManagerEvent.Requested("a", 1));
        Assert.Empty(_manager.Starving);

        Send(new ResourceManagerEvent.Reported(new SlotReport("s", 2, [], Retired: [0, 1], [0, 0])));
        Assert.Equal(["a"], _manager.Starving);

        Send(Report("t", 1));
        Assert.Empty(_manager.Starving);
    }

    private static ResourceManagerEvent.Reported Report(string silo, int slots, params HeldLease[] held) =>
        new(new SlotReport(silo, slots, held, [], [.. Enumerable.Range(0, slots).Select(slot => EpochOn(slot, held))]));

    private static long EpochOn(int slot, HeldLease[] held) => Array.Find(held, lease => lease.Lease.Slot == slot)?.Lease.Epoch ?? 0;

    private ResourceManagerEffect.Offer[] Send(ResourceManagerEvent happened) => [.. _manager.Handle(happened, _now).Cast<ResourceManagerEffect.Offer>()];

    private ResourceManagerEffect.Offer[] After(double seconds, ResourceManagerEvent happened)
    {
        _now += TimeSpan.FromSeconds(seconds);
        return Send(happened);
    }
}
