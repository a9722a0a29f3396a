using System.Collections.Concurrent;

namespace ElasticGrains.Runtime.Tests.Support;

/// <summary>What a test kernel does beside computing: it counts each item, and lets the test in before it.</summary>
public sealed class Probe
{
    private readonly ConcurrentDictionary<long, int> _counts = new();
    private long _calls;

    /// <summary>Called on the slot's thread before an item is computed.</summary>
    public Action<long>? BeforeItem { get; set; }

    /// <summary>Items computed, repetitions included.</summary>
    public long Calls => Volatile.Read(ref _calls);

    public void Enter(long item)
    {
        BeforeItem?.Invoke(item);
        _counts.AddOrUpdate(item, 1, (_, count) => count + 1);
        Interlocked.Increment(ref _calls);
    }

    public int CountOf(long item) => _counts.GetValueOrDefault(item);
}
