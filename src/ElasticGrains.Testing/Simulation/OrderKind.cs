namespace ElasticGrains.Testing.Simulation;

/// <summary>What people do to a grid that runs.</summary>
internal enum OrderKind
{
    Drain,
    Cordon,
    Move,
    Split,
}
