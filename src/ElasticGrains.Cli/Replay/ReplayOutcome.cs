namespace ElasticGrains.Cli.Replay;

/// <summary>How a replay ended.</summary>
internal enum ReplayOutcome
{
    /// <summary>The kernel computed the range, to the committed bytes where there are such.</summary>
    Succeeded,

    /// <summary>It computed the range, but to other bytes than are committed.</summary>
    Differs,

    /// <summary>The kernel threw.</summary>
    Threw,
}
