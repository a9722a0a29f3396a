using ElasticGrains.Scheduling;

namespace ElasticGrains.Engine.Scheduling;

/// <summary>
/// Silos for one job alone. While a job waits for one, a single silo is kept from new leases until it is empty: the jobs wait in order, and
/// all other silos go on as ever.
/// </summary>
public sealed partial class ResourceManagerMachine
{
    private readonly List<SiloWish> _siloWishes = [];
    private string? _emptying;

    private void OnSiloRequested(ResourceManagerEvent.SiloRequested requested, DateTimeOffset now)
    {
        var place = _siloWishes.FindIndex(wish => wish.JobId == requested.JobId);
        if (!requested.Wanted)
        {
            _siloWishes.RemoveAll(wish => wish.JobId == requested.JobId);
        }
        else if (place < 0)
        {
            _siloWishes.Add(new SiloWish(requested.JobId, now));
        }
        else
        {
            _siloWishes[place] = new SiloWish(requested.JobId, now);
        }
    }

    private void OfferSilos(DateTimeOffset now)
    {
        if (_siloWishes.Count == 0 && _emptying is null)
        {
            return;
        }

        // A job repeats its wish as long as it has it: one that is silent may be gone.
        _siloWishes.RemoveAll(wish => now - wish.RepeatedAt >= SilentAfter);
        while (_siloWishes.Count > 0 && FindEmpty() is var (name, silo, number))
        {
            var jobId = _siloWishes[0].JobId;
            var lease = new SlotLease(name, number, ++_epoch) { IsAlone = true };
            silo.Slots[number].Offer(lease, jobId, priority: 0, now);
            _effects.Add(new ResourceManagerEffect.Offer(jobId, lease));
            _siloWishes.RemoveAt(0);
            _emptying = null;
        }

        // The last silo is not kept from everybody.
        _emptying = _siloWishes.Count == 0 || _silos.Values.Count(MayGrant) < 2 ? null
            : _emptying is not null && _silos.TryGetValue(_emptying, out var emptying) && CanBeEmpty(emptying) ? _emptying
            : _silos.Where(silo => CanBeEmpty(silo.Value) && !IsLeasedAlone(silo.Value))
                .OrderBy(silo => silo.Value.Slots.Count(slot => slot.Lease is not null)).Select(silo => silo.Key).FirstOrDefault();
    }

    private FreeSlot? FindEmpty()
    {
        foreach (var (name, silo) in _silos)
        {
            if (MayGrant(silo) && silo.Slots.Length > 0 && Array.TrueForAll(silo.Slots, slot => slot.IsFree))
            {
                return new FreeSlot(name, silo, 0);
            }
        }

        return null;
    }

    private bool IsShut(string name, SiloSlots silo) => name == _emptying || !MayGrant(silo) || IsLeasedAlone(silo);

    // In a retired slot a kernel still runs.
    private bool CanBeEmpty(SiloSlots silo) => MayGrant(silo) && silo.Slots.Length > 0 && !Array.Exists(silo.Slots, slot => slot.IsRetired);

    private static bool IsLeasedAlone(SiloSlots silo) => Array.Exists(silo.Slots, slot => slot.Lease is { IsAlone: true });

    private readonly record struct SiloWish(string JobId, DateTimeOffset RepeatedAt);
}
