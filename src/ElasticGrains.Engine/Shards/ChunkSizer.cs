namespace ElasticGrains.Engine.Shards;

/// <summary>Adapts the number of items per kernel call to about 50 ms, so that safe points are frequent and overhead is small.</summary>
public sealed class ChunkSizer
{
    /// <summary>The time that one call should take.</summary>
    public static readonly TimeSpan Target = TimeSpan.FromMilliseconds(50);

    // One call may be this much larger than the one before: from a single item it takes about seven calls to a million.
    private const double MostGrowth = 8;
    private const double MostShrink = 1.0 / 8;

    /// <summary>Creates the sizer with a first guess.</summary>
    public ChunkSizer(long first = 1) => Items = Math.Max(1, first);

    /// <summary>The number of items for the next call.</summary>
    public long Items { get; private set; }

    /// <summary>Takes in how long a call took.</summary>
    public void Observe(long items, TimeSpan elapsed)
    {
        if (items <= 0)
        {
            return;
        }

        var factor = elapsed <= TimeSpan.Zero ? MostGrowth : Target / elapsed * items / Items;
        var next = Items * Math.Clamp(factor, MostShrink, MostGrowth);
        Items = (long)Math.Clamp(next, 1, long.MaxValue / 16);
    }
}
