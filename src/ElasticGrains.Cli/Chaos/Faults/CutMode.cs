namespace ElasticGrains.Cli.Chaos.Faults;

/// <summary>What a cut does to what is sent.</summary>
internal enum CutMode
{
    /// <summary>It does not arrive until the cut is healed; nobody is told.</summary>
    Silent,

    /// <summary>Connections are reset, and new ones are refused.</summary>
    Reset,

    /// <summary>It is late, and of twenty parts one is as late as a lost packet is.</summary>
    Slow,
}
