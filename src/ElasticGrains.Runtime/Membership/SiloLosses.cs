using ElasticGrains.Scheduling;

namespace ElasticGrains.Runtime.Membership;

/// <summary>Collects what membership says of silos that are gone.</summary>
internal sealed class SiloLosses : ISiloLosses
{
    private readonly Lock _gate = new();
    private readonly List<string> _lost = [];

    // Written under the lock, read anywhere.
    private int _count;

    public IReadOnlyList<string> Since(ref int seen)
    {
        // Read without the lock on every tick of every job: most find nothing new.
        if (Volatile.Read(ref _count) == seen)
        {
            return [];
        }

        lock (_gate)
        {
            var news = _lost[seen..];
            seen = _lost.Count;
            return news;
        }
    }

    /// <summary>Adds names; false when all of them were known.</summary>
    public bool Add(IEnumerable<string> names)
    {
        lock (_gate)
        {
            var before = _lost.Count;
            _lost.AddRange(names.Except(_lost, StringComparer.Ordinal).ToList());
            Volatile.Write(ref _count, _lost.Count);
            return _lost.Count > before;
        }
    }
}
