using ElasticGrains.Runtime.Jobs;
using ElasticGrains.Scheduling;
using Microsoft.Extensions.Time.Testing;

namespace ElasticGrains.Runtime.Tests.Jobs;

public class EarlySlotTests
{
    private static readonly SlotLease Lease = new("silo", 0, 1);

    private readonly TaskCompletionSource _asked = new();
    private readonly EarlySlot _slot;

    public EarlySlotTests() => _slot = new EarlySlot(_asked.Task, TimeProvider.System);

    [Fact]
    public async Task Slot_OfferedInTime_IsTakenOnce()
    {
        var taking = _slot.TakeAsync(isBusy: false);
        Assert.True(_slot.TryOffer(Lease));
        Assert.False(_slot.TryOffer(Lease with { Epoch = 2 }));

        Assert.Equal(Lease, await taking);
        Assert.Null(_slot.Close());
    }

    [Fact]
    public async Task Slot_NotOffered_IsWaitedForAMomentAndRefusedLater()
    {
        Assert.Null(await _slot.TakeAsync(isBusy: false));

        Assert.False(_slot.TryOffer(Lease));
    }

    [Fact]
    public async Task Slot_AnsweredThatThereIsNone_IsNotWaitedFor()
    {
        var stopped = new EarlySlot(_asked.Task, new FakeTimeProvider());
        var taking = stopped.TakeAsync(isBusy: false);
        Assert.False(taking.IsCompleted);
        _asked.SetResult();

        Assert.Null(await taking);
        Assert.False(stopped.TryOffer(Lease));
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
