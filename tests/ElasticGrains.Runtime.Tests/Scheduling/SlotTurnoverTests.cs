using ElasticGrains.Engine.Scheduling;
using ElasticGrains.Runtime.Tests.Kernels;
using ElasticGrains.Runtime.Tests.Support;

namespace ElasticGrains.Runtime.Tests.Scheduling;

public class SlotTurnoverTests(GridFixture fixture) : IClassFixture<GridFixture>
{
    private static readonly DateTimeOffset Now = DateTimeOffset.UnixEpoch;

    [Fact]
    public void Lease_ThatComesAndGoesBetweenTwoReports_FreesItsSlotAtOnce()
    {
        var table = new SlotTable("silo", slots: 1);
        var manager = new ResourceManagerMachine();
        manager.Handle(new ResourceManagerEvent.Reported(table.Report()), Now);
        var first = Assert.IsType<ResourceManagerEffect.Offer>(Assert.Single(manager.Handle(new ResourceManagerEvent.Requested("a", 1), Now))).Lease;
        Assert.True(table.TryTake(first, "a", shard: 0, attempt: 1));
        table.Free(first);
        Assert.Empty(manager.Handle(new ResourceManagerEvent.Requested("b", 1), Now));

        var second = Assert.IsType<ResourceManagerEffect.Offer>(Assert.Single(manager.Handle(new ResourceManagerEvent.Reported(table.Report()), Now)));
        Assert.Equal("b", second.JobId);
        Assert.True(second.Lease.Epoch > first.Epoch);
    }

    [Fact]
    public void Report_FromBeforeAnOffer_LeavesTheOfferStanding()
    {
        var table = new SlotTable("silo", slots: 1);
        var manager = new ResourceManagerMachine();
        var early = table.Report();
        manager.Handle(new ResourceManagerEvent.Reported(early), Now);
        Assert.Single(manager.Handle(new ResourceManagerEvent.Requested("a", 1), Now));
        manager.Handle(new ResourceManagerEvent.Requested("b", 1), Now);
        Assert.Empty(manager.Handle(new ResourceManagerEvent.Reported(early), Now));
    }

    [Fact]
    public async Task Jobs_OfOneItem_FollowEachOtherWithoutPause()
    {
        var took = new List<TimeSpan>();
        for (var n = 0; n < 20; n++)
        {
            var began = TimeProvider.System.GetTimestamp();
            await (await fixture.Grid.SubmitAsync(new HashInput(1))).OutcomeAsync();
            took.Add(TimeProvider.System.GetElapsedTime(began));
        }

        // An offer that is thought to be under way blocks its slot, and after three jobs the grid: then most of them wait for it to be given up.
        var median = took.Order().ElementAt(took.Count / 2);
        Assert.True(median < ResourceManagerMachine.OfferTimeout / 2, $"Half of the jobs of one item took more than {median}.");
    }
}
