namespace ElasticGrains.Testing.Simulation;

/// <summary>Where an attempt runs.</summary>
internal enum ShardPlace
{
    /// <summary>In a grain of the shard's own.</summary>
    Grain,

    /// <summary>In the activation of its job.</summary>
    Job,
}
