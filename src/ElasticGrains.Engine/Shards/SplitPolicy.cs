namespace ElasticGrains.Engine.Shards;

/// <summary>Where a running range is cut when a slot is idle.</summary>
public static class SplitPolicy
{
    /// <summary>Below this many calls of the present size a split costs more than it saves.</summary>
    public const int LeastCalls = 2;

    /// <summary>The new end of a run that has taken items up to <paramref name="taken"/>: half of what is left, or null when it is too little.</summary>
    public static long? At(long taken, long end, long itemsPerCall)
    {
        var left = end - taken;
        return left >= 2 && left / LeastCalls >= itemsPerCall ? taken + ((left + 1) / 2) : null;
    }
}
