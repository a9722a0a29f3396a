using ElasticGrains.Engine.Jobs;
using ElasticGrains.Engine.Shards;

namespace ElasticGrains.Testing.Simulation;

/// <summary>The waits of a simulated grid.</summary>
internal static class Timings
{
    /// <summary>As in the grid, or shorter, so that more fits into a simulated minute.</summary>
    public static (JobTimings Job, ShardTimings Shard, long Tick) Choose(SimulationRandom random) => random.Chance(0.4)
        ? (JobTimings.Default, ShardTimings.Default with { DeafAfter = TimeSpan.FromSeconds(60) }, TimeSpan.FromMilliseconds(250).Ticks)
        : (new JobTimings
        {
            AdoptionWindow = TimeSpan.FromMilliseconds(300),
            HandedOverWindow = TimeSpan.FromMilliseconds(900),
            MoveWithin = TimeSpan.FromSeconds(5),
            LostAfter = TimeSpan.FromMilliseconds(2500),
            AppendRetry = TimeSpan.FromMilliseconds(100),
            SplitTimeout = TimeSpan.FromMilliseconds(500),
            AskWithin = TimeSpan.FromMilliseconds(450),
            DeclinedPause = TimeSpan.FromMilliseconds(300),
            OwnFreeze = TimeSpan.FromSeconds(1),
            AskAgain = TimeSpan.FromMilliseconds(300),
            AskAgainAtMost = TimeSpan.FromMilliseconds(2400),
        },
        new ShardTimings
        {
            Heartbeat = TimeSpan.FromMilliseconds(150),
            Resend = TimeSpan.FromMilliseconds(250),
            GiveUp = TimeSpan.FromSeconds(10),
            DeafAfter = TimeSpan.FromSeconds(12),
        },
        TimeSpan.FromMilliseconds(100).Ticks);
}
