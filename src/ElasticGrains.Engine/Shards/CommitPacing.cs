namespace ElasticGrains.Engine.Shards;

/// <summary>
/// How often a shard commits: at least the policy's interval, at most one minute, and otherwise so that commits cost at most a
/// fiftieth of the time. What is computed after the last commit is lost with its silo, so one commit that a disk held up must not
/// put off the next ones by seconds: it counts for little more than those before it. Where all are slow, a dozen of them tell.
/// </summary>
public sealed class CommitPacing(TimeSpan shortest)
{
    private const int CostMultiple = 50;

    // Weight of the newest cost: old costs fade over about four commits.
    private const double Newest = 0.25;

    // The most that waiting for one commit can count for, as a multiple of the average cost.
    private const int MostOfAverage = 4;

    // So much it may always count for: of the first one, which is cold, there is no average.
    private static readonly TimeSpan AlwaysCounted = TimeSpan.FromMilliseconds(20);

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
    /// <param name="work">What had to be computed for it: to cut the partial off, and to join it with the others.</param>
    /// <param name="wait">How long it was under way and waited to be durable.</param>
    public void Observe(TimeSpan work, TimeSpan wait)
    {
        var most = _cost * MostOfAverage > AlwaysCounted ? _cost * MostOfAverage : AlwaysCounted;
        _cost = (_cost * (1 - Newest)) + ((work + (wait < most ? wait : most)) * Newest);
    }
}
