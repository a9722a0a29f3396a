namespace ElasticGrains.Engine.Scheduling;

/// <summary>What jobs wait for: by priority, and first come, first served within one. A job that changes its wish keeps its place.</summary>
internal sealed class WishQueue
{
    private readonly SortedDictionary<int, LinkedList<ResourceManagerEvent.Requested>> _wishes = new(Comparer<int>.Create((one, other) => other.CompareTo(one)));
    private readonly Dictionary<string, Place> _places = new(StringComparer.Ordinal);

    private readonly Dictionary<string, long> _turns = new(StringComparer.Ordinal);
    private long _turn;

    /// <summary>The first; null when nobody waits.</summary>
    public ResourceManagerEvent.Requested? First
    {
        get
        {
            foreach (var (_, equals) in _wishes)
            {
                return equals.First!.Value;
            }

            return null;
        }
    }

    /// <summary>Those of the first's priority, in their order.</summary>
    public IEnumerable<ResourceManagerEvent.Requested> FirstEquals => _wishes.Values.FirstOrDefault() ?? [];

    /// <summary>What a job waits for; null when it waits for nothing.</summary>
    public ResourceManagerEvent.Requested? Find(string jobId) => _places.TryGetValue(jobId, out var place) ? place.Node.Value : null;

    /// <summary>Since when a job waits that does.</summary>
    public DateTimeOffset SinceOf(string jobId) => _places[jobId].Since;

    /// <summary>All that wait, in their order.</summary>
    public IEnumerable<ResourceManagerEvent.Requested> All => _wishes.Values.SelectMany(equals => equals);

    /// <summary>How many wait.</summary>
    public int Count => _places.Count;

    /// <summary>Since when the one that has waited longest does; null when nobody waits.</summary>
    public DateTimeOffset? OldestSince => _places.Count == 0 ? null : _places.Values.Min(place => place.Since);

    /// <summary>
    /// Those who wait and have no slot: by priority; then those who never had an express slot, first come, first served; then those whose turn
    /// there is longest ago.
    /// </summary>
    public IEnumerable<ResourceManagerEvent.Requested> Newcomers(Func<string, bool> hasSlot)
    {
        foreach (var (_, equals) in _wishes)
        {
            var again = new List<ResourceManagerEvent.Requested>();
            foreach (var wish in equals)
            {
                if (hasSlot(wish.JobId))
                {
                    continue;
                }

                if (!_turns.ContainsKey(wish.JobId))
                {
                    yield return wish;
                }
                else
                {
                    again.Add(wish);
                }
            }

            foreach (var wish in again.OrderBy(wish => _turns[wish.JobId]))
            {
                yield return wish;
            }
        }
    }

    /// <summary>A job gets an express slot.</summary>
    public void HadTurn(string jobId) => _turns[jobId] = ++_turn;

    /// <summary>Forgets the turns of jobs that neither wait nor run.</summary>
    public void ForgetTurns(Func<string, bool> hasSlot)
    {
        foreach (var jobId in _turns.Keys.Where(job => !_places.ContainsKey(job) && !hasSlot(job)).ToList())
        {
            _turns.Remove(jobId);
        }
    }

    /// <summary>Replaces what the job asked for before; of a wish for nothing it forgets the job. One that waited before has waited since then.</summary>
    public void Set(ResourceManagerEvent.Requested wish, DateTimeOffset now)
    {
        var waits = _places.TryGetValue(wish.JobId, out var place);
        if (waits && place.Node.Value.Priority == wish.Priority && wish.Wanted > 0)
        {
            place.Node.Value = wish;
            return;
        }

        if (waits)
        {
            Remove(place.Node);
        }

        if (wish.Wanted > 0)
        {
            if (!_wishes.TryGetValue(wish.Priority, out var equals))
            {
                _wishes.Add(wish.Priority, equals = []);
            }

            _places.Add(wish.JobId, new Place(equals.AddLast(wish), waits ? place.Since : now));
        }
    }

    /// <summary>Forgets what jobs on a silo waited for that is gone: where they come to life again they ask anew.</summary>
    public void ForgetNear(string silo)
    {
        foreach (var place in _places.Values.Where(place => place.Node.Value.Near == silo).ToList())
        {
            Remove(place.Node);
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

    private readonly record struct Place(LinkedListNode<ResourceManagerEvent.Requested> Node, DateTimeOffset Since);
}
