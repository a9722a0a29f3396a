namespace ElasticGrains.Engine.Jobs;

/// <summary>How fast the shards of a job get on, so that a grant is worth its cost: it takes milliseconds, a small shard microseconds.</summary>
/// <param name="atLeast">How long a grant should keep its slot busy.</param>
internal sealed class RunPace(TimeSpan atLeast)
{
    private double _shards;
    private double _seconds;

    /// <summary>So many shards keep a slot busy for long enough, going by what ran lately; 0 while nothing is known.</summary>
    public int Worthwhile => _seconds > 0 ? (int)Math.Min(_shards / _seconds * atLeast.TotalSeconds, int.MaxValue) : 0;

    /// <summary>An attempt got through its shards. What was before counts half, and half again each time.</summary>
    public void Completed(int shards, TimeSpan took)
    {
        _shards = (_shards / 2) + shards;
        _seconds = (_seconds / 2) + took.TotalSeconds;
    }
}
