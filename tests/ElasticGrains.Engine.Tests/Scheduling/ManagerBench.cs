using ElasticGrains.Engine.Scheduling;
using ElasticGrains.Scheduling;

namespace ElasticGrains.Engine.Tests.Scheduling;

/// <summary>The resource manager's machine with a clock, where only offers are expected of it.</summary>
internal sealed class ManagerBench
{
    private DateTimeOffset _now = new(2030, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public ResourceManagerMachine Machine { get; } = new();

    public static ResourceManagerEvent.Reported Report(string silo, int slots, params HeldLease[] held) =>
        new(new SlotReport(silo, slots, held, [], [.. Enumerable.Range(0, slots).Select(slot => EpochOn(slot, held))]));

    public ResourceManagerEffect.Offer[] Send(ResourceManagerEvent happened) => [.. Machine.Handle(happened, _now).Cast<ResourceManagerEffect.Offer>()];

    public ResourceManagerEffect.Offer[] After(TimeSpan time, ResourceManagerEvent happened)
    {
        _now += time;
        return Send(happened);
    }

    private static long EpochOn(int slot, HeldLease[] held) => Array.Find(held, lease => lease.Lease.Slot == slot)?.Lease.Epoch ?? 0;
}
