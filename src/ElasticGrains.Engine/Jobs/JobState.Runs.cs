namespace ElasticGrains.Engine.Jobs;

/// <summary>Its shards, by number, and the runs that they are in.</summary>
public sealed partial class JobState
{
    /// <summary>A shard, or the run that it is in; not kept when nothing has happened to it.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such shard.</exception>
    public ShardState Shard(int number)
    {
        if (_last is { } last && number >= last.Number && number <= last.Number + last.More)
        {
            return last;
        }

        if (_touched.TryGetValue(number, out var shard) || _touched.TryGetValue(HeadOf(number), out shard))
        {
            return _last = shard;
        }

        ArgumentOutOfRangeException.ThrowIfNegative(number);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(number, PlannedShards);
        return new ShardState(number, EvenCut.Of(Items, PlannedShards, number));
    }

    /// <summary>A shard or its run, or null when there is none of that number.</summary>
    public ShardState? Find(int number) => number >= 0 && number < Shards ? Shard(number) : null;

    /// <summary>The shard of a run that holds an item.</summary>
    public int ShardAt(ShardState run, long item) => run.More == 0 ? run.Number : EvenCut.PartAt(Items, PlannedShards, item);

    /// <summary>How many shards of a run are not committed; 1 for a shard by itself that is not.</summary>
    public int LeftOf(ShardState run) => run.Rest.IsEmpty ? 0 : run.Number + run.More - ShardAt(run, run.CommittedEnd) + 1;

    /// <summary>The items of one shard of a run.</summary>
    public ItemRange RangeOf(ShardState run, int shard)
    {
        if (run.More == 0)
        {
            return new ItemRange(run.Start, run.End);
        }

        var planned = EvenCut.Of(Items, PlannedShards, shard);
        return new ItemRange(planned.Start, Math.Min(planned.End, run.End));
    }

    /// <summary>How many shards of a run end at or before an item of it.</summary>
    private int DoneBefore(ShardState run, long end) => end >= run.End ? run.More + 1 : ShardAt(run, end) - run.Number;

    private int HeadOf(int number) => _heads.Of(number, _moreOf ??= head => _touched.TryGetValue(head, out var run) ? run.More : null);

    private ShardState Touch(int number)
    {
        var shard = Shard(number);
        _touched.TryAdd(shard.Number, shard);
        return shard;
    }
}
