using ElasticGrains.Engine.Scheduling;
using ElasticGrains.Scheduling;

namespace ElasticGrains.Engine.Tests.Scheduling;

public class ExpressSlotTests
{
    private readonly ResourceManagerMachine _manager = new();
    private readonly SlotTable _table = new("s", slots: 2, express: 1);
    private DateTimeOffset _now = new(2030, 1, 1, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Report_WithAnExpressSlot_CountsItApart()
    {
        var report = _table.Report();

        Assert.Equal((2, 1, 3), (report.Slots, report.Express, report.LastEpochs.Count));
        Assert.Equal(2, _table.Usable);
    }

    [Fact]
    public void Job_ThatHasSlots_GetsNoExpressSlot()
    {
        Report();

        Assert.Equal([(0, false), (1, false)], Ask("big", 9).OfType<ResourceManagerEffect.Offer>().Select(offer => (offer.Lease.Slot, offer.Lease.IsExpress)));
        Assert.Empty(Report());
    }

    [Fact]
    public void Job_ThatHasNone_RunsBesideTheOneThatHasAll()
    {
        BigJob();

        var offer = Assert.IsType<ResourceManagerEffect.Offer>(Assert.Single(Ask("small", 3)));

        Assert.Equal(("small", 2, true), (offer.JobId, offer.Lease.Slot, offer.Lease.IsExpress));
        Assert.True(_table.TryTake(offer.Lease, "small", shard: 0, attempt: 1));
    }

    [Fact]
    public void FreeSlot_OfAnyKind_GoesFirstToWhomItIsDue()
    {
        var leases = BigJob();
        Express("small");
        _table.Free(leases[0]);

        // The big job asked before: the small one has its turn on the express slot.
        Assert.Equal("big", Assert.IsType<ResourceManagerEffect.Offer>(Assert.Single(Report())).JobId);
    }

    [Fact]
    public void Express_HeldWhenAnotherComes_IsTakenBackAfterItsTurn()
    {
        BigJob();
        var lease = Express("first");
        _now += ResourceManagerMachine.ExpressTurn / 2;
        Assert.Empty(Ask("second", 1));

        _now += ResourceManagerMachine.ExpressTurn / 2;
        Assert.Equal([new ResourceManagerEffect.Recall("first", lease)], _manager.Handle(new ResourceManagerEvent.Tick(), _now));

        // Asked again only after another turn.
        Assert.Empty(_manager.Handle(new ResourceManagerEvent.Tick(), _now));
        _now += ResourceManagerMachine.ExpressTurn;
        Assert.IsType<ResourceManagerEffect.Recall>(Assert.Single(_manager.Handle(new ResourceManagerEvent.Tick(), _now)));
    }

    [Fact]
    public void Express_HeldAndNobodyWaits_IsLeftAlone()
    {
        BigJob();
        Express("first");
        _now += ResourceManagerMachine.ExpressTurn * 10;

        Assert.Empty(Report());
    }

    [Fact]
    public void Express_GivenBack_GoesRoundTheJobsThatHaveNone()
    {
        BigJob();
        var lease = Express("first", wanted: 9);
        Ask("second", 9);
        Ask("third", 9);

        foreach (var next in new[] { "second", "third", "first", "second" })
        {
            _table.Free(lease);
            lease = Taken(Report(), next);
        }
    }

    [Fact]
    public void Express_OfAHigherPriority_IsNotTakenBackForALower()
    {
        BigJob();
        Taken(Ask("high", 1, priority: 1), "high");
        Report();
        Ask("low", 1);
        _now += ResourceManagerMachine.ExpressTurn;

        Assert.Empty(Report());
        Assert.Equal("high", Assert.IsType<ResourceManagerEffect.Recall>(Assert.Single(Ask("higher", 1, priority: 2))).JobId);
    }

    [Fact]
    public void Express_OfManySilos_AreTakenBackForAsManyAsWait()
    {
        var manager = new ResourceManagerMachine();
        SlotTable[] silos = [new("s", 1, express: 1), new("t", 1, express: 1), new("u", 1, express: 1)];
        var jobs = new[] { "big", "a", "b", "c" };
        ReportAll();
        foreach (var job in jobs)
        {
            foreach (var offer in manager.Handle(new ResourceManagerEvent.Requested(job, 9), _now).Cast<ResourceManagerEffect.Offer>())
            {
                Array.Find(silos, silo => silo.TryTake(offer.Lease, job, shard: 0, attempt: 1));
            }
        }

        ReportAll();
        manager.Handle(new ResourceManagerEvent.Requested("one", 1), _now);
        _now += ResourceManagerMachine.ExpressTurn;
        Assert.Equal("a", Assert.IsType<ResourceManagerEffect.Recall>(Assert.Single(manager.Handle(new ResourceManagerEvent.Tick(), _now))).JobId);
        Assert.Empty(manager.Handle(new ResourceManagerEvent.Tick(), _now));
        Assert.Equal("b", Assert.IsType<ResourceManagerEffect.Recall>(Assert.Single(manager.Handle(new ResourceManagerEvent.Requested("two", 1), _now))).JobId);

        void ReportAll() => Array.ForEach(silos, silo => manager.Handle(new ResourceManagerEvent.Reported(silo.Report()), _now));
    }

    [Fact]
    public void Starving_OnlyTheExpressSlotIsLeft_IsNobody()
    {
        Ask("a", 0);
        Ask("a", 1);
        _manager.Handle(new ResourceManagerEvent.Reported(new SlotReport("s", 1, [], Retired: [0], [0, 0]) { Express = 1 }), _now);
        Assert.Empty(_manager.Starving);

        Ask("b", 1);
        _manager.Handle(new ResourceManagerEvent.Reported(new SlotReport("s", 1, [], Retired: [0, 1], [0, 0]) { Express = 1 }), _now);
        Assert.Equal(["b"], _manager.Starving);
    }

    [Fact]
    public void Priority_OfAJobThatCameLater_GoesFirst()
    {
        Ask("low", 1, priority: -5);
        Ask("first", 1);
        Ask("second", 1);
        Ask("high", 1, priority: 5);

        Assert.Equal(["high", "first", "second"], Report().OfType<ResourceManagerEffect.Offer>().Select(offer => offer.JobId));
    }

    [Fact]
    public void Priority_ChangedWhileWaiting_Counts()
    {
        Ask("a", 2);
        Ask("b", 2);
        Ask("b", 2, priority: 1);

        Assert.Equal(["b", "b", "a"], Report().OfType<ResourceManagerEffect.Offer>().Select(offer => offer.JobId));
    }

    private SlotLease[] BigJob()
    {
        Report();
        SlotLease[] leases = [.. Ask("big", 9).OfType<ResourceManagerEffect.Offer>().Select(offer => offer.Lease)];
        Assert.All(leases, lease => Assert.True(_table.TryTake(lease, "big", shard: 0, attempt: 1)));
        Report();
        return leases;
    }

    private SlotLease Express(string job, int wanted = 1)
    {
        var lease = Taken(Ask(job, wanted), job);
        Assert.Empty(Report());
        return lease;
    }

    private SlotLease Taken(IReadOnlyList<ResourceManagerEffect> effects, string job)
    {
        var offer = Assert.IsType<ResourceManagerEffect.Offer>(Assert.Single(effects));
        Assert.Equal((job, true), (offer.JobId, _table.TryTake(offer.Lease, job, shard: 0, attempt: 1)));
        return offer.Lease;
    }

    private IReadOnlyList<ResourceManagerEffect> Ask(string job, int wanted, int priority = 0) =>
        [.. _manager.Handle(new ResourceManagerEvent.Requested(job, wanted, Priority: priority), _now)];

    private IReadOnlyList<ResourceManagerEffect> Report() => [.. _manager.Handle(new ResourceManagerEvent.Reported(_table.Report()), _now)];
}
