using ElasticGrains.Scheduling;

namespace ElasticGrains.Engine.Scheduling;

/// <summary>Slots of one silo and no other, for shards that are to go on there. They come before all other wishes: somebody asked for it by hand.</summary>
public sealed partial class ResourceManagerMachine
{
    private readonly List<PlaceWish> _placeWishes = [];

    private void OnSlotOnRequested(ResourceManagerEvent.SlotOnRequested requested, DateTimeOffset now)
    {
        _placeWishes.RemoveAll(wish => wish.JobId == requested.JobId && wish.Silo == requested.Silo);
        if (requested.Wanted)
        {
            _placeWishes.Add(new PlaceWish(requested.JobId, requested.Silo, now));
        }
    }

    private void OfferPlaces(DateTimeOffset now)
    {
        // As with silos: a job repeats its wish as long as it has it.
        _placeWishes.RemoveAll(wish => now - wish.RepeatedAt >= SilentAfter);
        foreach (var wish in _placeWishes.ToArray())
        {
            if (_silos.TryGetValue(wish.Silo, out var silo) && !IsShut(wish.Silo, silo) && silo.FindFree(express: false) is { } number)
            {
                var lease = new SlotLease(wish.Silo, number, ++_epoch);
                silo.Slots[number].Offer(lease, wish.JobId, priority: 0, now);
                _effects.Add(new ResourceManagerEffect.Offer(wish.JobId, lease));
                _placeWishes.Remove(wish);
            }
        }
    }

    private readonly record struct PlaceWish(string JobId, string Silo, DateTimeOffset RepeatedAt);
}
