namespace ElasticGrains.Engine.Scheduling;

/// <summary>What jobs wait for, first come, first served. A job that changes its wish keeps its place.</summary>
internal sealed class WishQueue
{
    private readonly LinkedList<ResourceManagerEvent.Requested> _wishes = [];
    private readonly Dictionary<string, LinkedListNode<ResourceManagerEvent.Requested>> _places = new(StringComparer.Ordinal);

    /// <summary>The first; null when nobody waits.</summary>
    public ResourceManagerEvent.Requested? First => _wishes.First?.Value;

    /// <summary>The jobs that wait, in their order.</summary>
    public IEnumerable<string> Jobs => _wishes.Select(wish => wish.JobId);

    /// <summary>Replaces what the job asked for before; of a wish for nothing it forgets the job.</summary>
    public void Set(ResourceManagerEvent.Requested wish)
    {
        if (_places.TryGetValue(wish.JobId, out var place))
        {
            if (wish.Wanted > 0)
            {
                place.Value = wish;
            }
            else
            {
                _wishes.Remove(place);
                _places.Remove(wish.JobId);
            }
        }
        else if (wish.Wanted > 0)
        {
            _places.Add(wish.JobId, _wishes.AddLast(wish));
        }
    }
}
