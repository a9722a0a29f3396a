namespace ElasticGrains.Cli.Chaos.Faults;

/// <summary>What may be done to a cluster.</summary>
internal enum FaultKind
{
    /// <summary>kill -9 of a silo, which is started again after a moment, or not.</summary>
    Kill,

    /// <summary>A silo stands still, and goes on later.</summary>
    Freeze,

    /// <summary>A silo is asked to leave, and another takes its place.</summary>
    Drain,

    /// <summary>One more silo.</summary>
    Join,

    /// <summary>A silo cannot be reached, or cannot reach others, or not the database.</summary>
    Cut,

    /// <summary>The database crashes and comes back.</summary>
    Database,

    /// <summary>All silos are killed at once. Only where it is asked for.</summary>
    All,
}
