using System.Diagnostics.CodeAnalysis;

namespace ElasticGrains.Caching;

/// <summary>What was added or found most recently, up to a size in all; for any thread.</summary>
/// <param name="most">The most that the values may come to.</param>
/// <param name="sizeOf">The size of a value, always the same.</param>
/// <param name="dropped">Told of each value that is in here no more.</param>
public sealed class LatestUsed<TKey, TValue>(long most, Func<TValue, long> sizeOf, Action<TValue>? dropped = null)
    where TKey : notnull
{
    private readonly Lock _gate = new();
    private readonly Dictionary<TKey, LinkedListNode<KeyValuePair<TKey, TValue>>> _entries = [];
    private readonly LinkedList<KeyValuePair<TKey, TValue>> _latestFirst = [];
    private long _size;

    /// <summary>True when a value of this size can be kept.</summary>
    public bool Fits(long size) => size <= most;

    /// <summary>Finds a value, which becomes the latest.</summary>
    public bool TryGet(TKey key, [MaybeNullWhen(false)] out TValue value)
    {
        lock (_gate)
        {
            if (!_entries.TryGetValue(key, out var node))
            {
                value = default;
                return false;
            }

            _latestFirst.Remove(node);
            _latestFirst.AddFirst(node);
            value = node.Value.Value;
            return true;
        }
    }

    /// <summary>Adds a value, and drops those that were used longest ago where it takes their room.</summary>
    /// <returns>False when it does not fit, or the key has one already.</returns>
    public bool TryAdd(TKey key, TValue value)
    {
        List<TValue>? gone;
        lock (_gate)
        {
            if (!Fits(sizeOf(value)) || _entries.ContainsKey(key))
            {
                return false;
            }

            gone = DropFor(sizeOf(value));
            _entries.Add(key, _latestFirst.AddFirst(new KeyValuePair<TKey, TValue>(key, value)));
            _size += sizeOf(value);
        }

        Tell(gone);
        return true;
    }

    /// <summary>Drops those that were used longest ago until a value of this size has room.</summary>
    public void MakeRoom(long size)
    {
        List<TValue>? gone;
        lock (_gate)
        {
            gone = DropFor(size);
        }

        Tell(gone);
    }

    /// <summary>Drops all.</summary>
    public void Clear()
    {
        List<TValue> gone;
        lock (_gate)
        {
            gone = [.. _latestFirst.Select(entry => entry.Value)];
            _entries.Clear();
            _latestFirst.Clear();
            _size = 0;
        }

        Tell(gone);
    }

    private List<TValue>? DropFor(long size)
    {
        List<TValue>? gone = null;
        while (_size + size > most && _latestFirst.Last is { } oldest)
        {
            _latestFirst.RemoveLast();
            _entries.Remove(oldest.Value.Key);
            _size -= sizeOf(oldest.Value.Value);
            (gone ??= []).Add(oldest.Value.Value);
        }

        return gone;
    }

    // Beside the gate: whoever hears of it may take its time.
    private void Tell(List<TValue>? gone)
    {
        if (dropped is not null)
        {
            gone?.ForEach(dropped);
        }
    }
}
