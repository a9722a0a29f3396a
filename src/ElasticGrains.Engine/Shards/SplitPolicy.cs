using ElasticGrains.Engine.Jobs;
using ElasticGrains.Shards;

namespace ElasticGrains.Engine.Shards;

/// <summary>Where a running range is cut when a slot is idle.</summary>
public static class SplitPolicy
{
    /// <summary>Below this many calls of the present size a split costs more than it saves.</summary>
    public const int LeastCalls = 2;

    /// <summary>
    /// The new end of what has taken items from <paramref name="start"/> up to <paramref name="taken"/>: half of what is left, or null when it
    /// is too little. A run is cut where one of its shards begins, unless only the last is left. Where a call is one item, the last one that
    /// is not begun is given away too: it may be a long one.
    /// </summary>
    public static long? At(long start, long taken, long end, long itemsPerCall, RunCut? run = null)
    {
        var left = end - taken;
        var isLast = left == 1 && itemsPerCall == 1 && taken > start;
        if (!isLast && (left < 2 || left / LeastCalls < itemsPerCall))
        {
            return null;
        }

        var half = taken + (isLast ? 0 : (left + 1) / 2);
        if (run is null || ShardAt(run, end - 1).Start is var last && last <= taken)
        {
            return half;
        }

        var shard = ShardAt(run, half);
        return Math.Min(last, shard.Start == half ? half : shard.End);
    }

    /// <summary>
    /// The first end that what has taken items from <paramref name="start"/> up to <paramref name="taken"/> can have; null when it has none
    /// before its end, or has not begun.
    /// </summary>
    public static long? Next(long start, long taken, long end, RunCut? run = null)
    {
        var next = taken;
        if (run is not null && taken < end && ShardAt(run, taken) is var shard && shard.Start < taken && shard.End < end)
        {
            next = shard.End;
        }

        return taken > start && next < end ? next : null;
    }

    private static ItemRange ShardAt(RunCut run, long item) => EvenCut.Of(run.Items, run.Parts, EvenCut.PartAt(run.Items, run.Parts, item));
}
