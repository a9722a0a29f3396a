namespace ElasticGrains.Cli.Output;

/// <summary>Where a stage of a job stands.</summary>
internal enum JobStageState
{
    /// <summary>It has not begun.</summary>
    Planned,

    /// <summary>It is under way.</summary>
    Running,

    /// <summary>It is done.</summary>
    Finished,

    /// <summary>The job ended before it was done.</summary>
    Stopped,
}
