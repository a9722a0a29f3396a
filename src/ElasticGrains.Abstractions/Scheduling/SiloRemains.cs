namespace ElasticGrains.Scheduling;

/// <summary>What was found at the address of a silo when the others had declared it dead.</summary>
public enum SiloRemains
{
    /// <summary>Nobody looked, or something answered: the silo itself, which was given up in error, or another process in its place.</summary>
    Unknown = 0,

    /// <summary>Connections are refused: the silo's process has ended.</summary>
    Nothing = 1,

    /// <summary>A connection is taken and nobody speaks on it: the process is there and stands still.</summary>
    Silence = 2,

    /// <summary>A connection is neither taken nor refused: the network is cut, or the machine is gone.</summary>
    Unreachable = 3,
}
