namespace ElasticGrains.Cli.Bench;

/// <summary>What happens to a cluster in the middle of a job.</summary>
internal enum ElasticCase
{
    /// <summary>kill -9 of one of three silos of a slot each, half-way through 200 items of half a second.</summary>
    Lost,

    /// <summary>The same, and another silo is started at that moment.</summary>
    Replaced,

    /// <summary>kill -9 of one of four silos, half-way through.</summary>
    Quarter,

    /// <summary>A silo with 64 running shards is asked to end.</summary>
    Drained,

    /// <summary>A shard with 256 MiB of warm state is moved to a silo that has none of it.</summary>
    Warm,

    /// <summary>A fourth silo is started.</summary>
    Joined,

    /// <summary>kill -9 of one of three silos, with slots left over.</summary>
    Dead,

    /// <summary>One of three silos stands still, with slots left over.</summary>
    Frozen,

    /// <summary>A tenth of the items, all next to each other, take ten times as long as the others.</summary>
    Skewed,

    /// <summary>On one of three silos everything takes five times as long.</summary>
    Slow,
}
