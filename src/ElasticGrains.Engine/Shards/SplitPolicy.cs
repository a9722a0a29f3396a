using ElasticGrains.Engine.Jobs;
using ElasticGrains.Shards;

namespace ElasticGrains.Engine.Shards;

/// <summary>Where a running range is cut when a slot is idle.</summary>
public static class SplitPolicy
{
    /// <summary>Below this many calls of the present size a split costs more than it saves.</summary>
    public const int LeastCalls = 2;

    /// <summary>
    /// The new end of what has taken items up to <paramref name="taken"/>: half of what is left, or null when it is too little. A run is cut
    /// where one of its shards begins, unless only the last is left.
    /// </summary>
    public static long? At(long taken, long end, long itemsPerCall, RunCut? run = null)
    {
        var left = end - taken;
        if (left < 2 || left / LeastCalls < itemsPerCall)
        {
            return null;
        }

        var half = taken + ((left + 1) / 2);
        return run is not null && EvenCut.Of(run.Items, run.Parts, run.Last).Start is var last && last > taken
            ? Math.Min(last, BorderFrom(run, half))
            : half;
    }

    private static long BorderFrom(RunCut run, long item)
    {
        var shard = EvenCut.Of(run.Items, run.Parts, EvenCut.PartAt(run.Items, run.Parts, item));
        return shard.Start == item ? item : shard.End;
    }
}
