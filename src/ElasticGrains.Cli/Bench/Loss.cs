namespace ElasticGrains.Cli.Bench;

/// <summary>What dies at once, without a word.</summary>
internal enum Loss
{
    /// <summary>A silo that computes for the job, but does not write for it.</summary>
    Silo,

    /// <summary>The silo that writes for the job.</summary>
    Writer,

    /// <summary>Two of three silos, the writer's among them.</summary>
    Majority,

    /// <summary>All silos and the database; then all are started again.</summary>
    Everything,
}
