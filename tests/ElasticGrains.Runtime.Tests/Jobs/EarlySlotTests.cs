using ElasticGrains.Runtime.Jobs;
using ElasticGrains.Scheduling;

namespace ElasticGrains.Runtime.Tests.Jobs;

public class EarlySlotTests
{
    private static readonly SlotLease Lease = new("silo", 0, 1);

    private readonly EarlySlot _slot = new(TimeProvider.System);

    [Fact]
    public async Task Slot_OfferedInTime_IsTakenOnce()
    {
        var taking = _slot.TakeAsync();
        Assert.True(_slot.TryOffer(Lease));
        Assert.False(_slot.TryOffer(Lease with { Epoch = 2 }));

        Assert.Equal(Lease, await taking);
        Assert.Null(_slot.Close());
    }

    [Fact]
    public async Task Slot_NotOffered_IsWaitedForAMomentAndRefusedLater()
    {
        Assert.Null(await _slot.TakeAsync());

        Assert.False(_slot.TryOffer(Lease));
    }

    [Fact]
    public void Slot_OfferedAndNotTaken_ComesBackAtTheEnd()
    {
        _slot.TryOffer(Lease);

        Assert.Equal(Lease, _slot.Close());
        Assert.Null(_slot.Close());
        Assert.False(_slot.TryOffer(Lease));
    }
}
