namespace ElasticGrains.Cli.Chaos.Faults;

/// <summary>From what a silo is cut.</summary>
internal enum CutFrom
{
    /// <summary>From the database alone.</summary>
    Database,

    /// <summary>From one other silo.</summary>
    OneSilo,

    /// <summary>From all other silos; the database is reached.</summary>
    AllSilos,

    /// <summary>From all other silos and the database.</summary>
    Everything,
}
