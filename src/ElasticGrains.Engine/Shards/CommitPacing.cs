namespace ElasticGrains.Engine.Shards;

/// <summary>
/// How often a shard commits: at least the policy's interval, at most one minute, and otherwise so that commits cost at most a
/// fiftieth of the time.
/// </summary>
public sealed class CommitPacing(TimeSpan shortest)
{
    private const int CostMultiple = 50;

    // Weight of the newest cost: old costs fade over about four commits, and a first, cold one counts for a quarter only.
    private const double Newest = 0.25;

    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(1);

    private TimeSpan _cost;

    /// <summary>The interval now.</summary>
    public TimeSpan Interval
    {
        get
        {
            var interval = _cost * CostMultiple;
            return interval < shortest ? shortest : interval < Longest ? interval : Longest > shortest ? Longest : shortest;
        }
    }

    /// <summary>Takes in what a commit cost.</summary>
    public void Observe(TimeSpan cost) => _cost = (_cost * (1 - Newest)) + (cost * Newest);
}
