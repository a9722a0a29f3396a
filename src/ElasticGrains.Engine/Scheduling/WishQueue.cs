namespace ElasticGrains.Engine.Scheduling;

/// <summary>What jobs wait for: by priority, and first come, first served within one. A job that changes its wish keeps its place.</summary>
internal sealed class WishQueue
{
    private readonly SortedDictionary<int, LinkedList<ResourceManagerEvent.Requested>> _wishes = new(Comparer<int>.Create((one, other) => other.CompareTo(one)));
    private readonly Dictionary<string, LinkedListNode<ResourceManagerEvent.Requested>> _places = new(StringComparer.Ordinal);

    /// <summary>The first; null when nobody waits.</summary>
    public ResourceManagerEvent.Requested? First => All.FirstOrDefault();

    /// <summary>All that wait, in their order.</summary>
    public IEnumerable<ResourceManagerEvent.Requested> All => _wishes.Values.SelectMany(equals => equals);

    /// <summary>Replaces what the job asked for before; of a wish for nothing it forgets the job.</summary>
    public void Set(ResourceManagerEvent.Requested wish)
    {
        if (_places.TryGetValue(wish.JobId, out var place) && place.Value.Priority == wish.Priority && wish.Wanted > 0)
        {
            place.Value = wish;
            return;
        }

        if (place is not null)
        {
            Remove(place);
        }

        if (wish.Wanted > 0)
        {
            if (!_wishes.TryGetValue(wish.Priority, out var equals))
            {
                _wishes.Add(wish.Priority, equals = []);
            }

            _places.Add(wish.JobId, equals.AddLast(wish));
        }
    }

    private void Remove(LinkedListNode<ResourceManagerEvent.Requested> place)
    {
        var equals = place.List!;
        equals.Remove(place);
        _places.Remove(place.Value.JobId);
        if (equals.Count == 0)
        {
            _wishes.Remove(place.Value.Priority);
        }
    }
}
