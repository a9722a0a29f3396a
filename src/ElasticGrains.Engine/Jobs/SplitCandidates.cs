namespace ElasticGrains.Engine.Jobs;

/// <summary>
/// The running attempts that could give up the end of their range, the one that would take longest first. An idle slot finds it without a look
/// at the others, and a change costs the logarithm of their number: thousands may run, and each is heard of twice a second.
/// </summary>
/// <param name="order">The longest first, the lowest number among equals; given only to watch it.</param>
public sealed class SplitCandidates(IComparer<(double Seconds, int Shard)>? order = null)
{
    private readonly Dictionary<int, double> _seconds = [];
    private readonly SortedSet<(double Seconds, int Shard)> _order = new(order ?? LongestFirst);

    /// <summary>The longest first, the lowest number among equals.</summary>
    public static IComparer<(double Seconds, int Shard)> LongestFirst { get; } = Comparer<(double Seconds, int Shard)>.Create(
        (one, other) => other.Seconds.CompareTo(one.Seconds) is not 0 and var difference ? difference : one.Shard.CompareTo(other.Shard));

    /// <summary>The shard that would take longest; null when there is none.</summary>
    public int? First => _order.Count == 0 ? null : _order.Min.Shard;

    /// <summary>Adds a shard, or says anew how long it would take.</summary>
    /// <param name="shard">The number of the shard or run.</param>
    /// <param name="seconds">How long what is left of it would take.</param>
    public void Set(int shard, double seconds)
    {
        Remove(shard);
        _seconds.Add(shard, seconds);
        _order.Add((seconds, shard));
    }

    /// <summary>It can give up nothing, for now or for good; without effect when it is not among them.</summary>
    public void Remove(int shard)
    {
        if (_seconds.Remove(shard, out var seconds))
        {
            _order.Remove((seconds, shard));
        }
    }

    /// <summary>Forgets all.</summary>
    public void Clear()
    {
        _seconds.Clear();
        _order.Clear();
    }
}
