using ElasticGrains.Engine.Elasticity;

namespace ElasticGrains.Engine.Scheduling;

/// <summary>Tells whoever decides how many silos there should be what they carry and what is waited for.</summary>
public sealed partial class ResourceManagerMachine
{
    /// <summary>
    /// What the silos have and carry, and what jobs wait for. Who waits for a silo alone waits for a slot; who waits for a slot of one silo and no other is
    /// not helped by one more.
    /// </summary>
    public GridLoad Load => new(
        [.. _silos.Select(silo => Carried(silo.Key, silo.Value))],
        (int)Math.Min(int.MaxValue, _wishes.All.Sum(wish => (long)wish.Wanted) + _siloWishes.Count),
        _wishes.Count + _siloWishes.Count(wish => _wishes.Find(wish.JobId) is null),
        _wishes.OldestSince);

    // A job that has a silo alone has all its slots: nobody else gets one of them.
    private static SiloLoad Carried(string name, SiloSlots silo) => new(
        name, silo.Slots.Count(slot => !slot.IsExpress), silo.Slots.Count(slot => slot.Lease is not null || (!slot.IsExpress && IsLeasedAlone(silo))), silo.Intake)
    {
        Retired = silo.Slots.Count(slot => slot is { IsRetired: true, IsExpress: false }),
        Attempts = silo.Said.Attempts,
        Jobs = silo.Said.Jobs,
        StartedAt = silo.Said.Info?.StartedAt,
    };
}
