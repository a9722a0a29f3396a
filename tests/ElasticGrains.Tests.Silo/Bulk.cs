namespace ElasticGrains.Tests.Silo;

/// <summary>What of a kernel is large.</summary>
public enum Bulk
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>Its answer.</summary>
    Answer,

    /// <summary>Its partial.</summary>
    Partial,

    /// <summary>What watchers see of its partial.</summary>
    Preview,

    /// <summary>The message of what it throws.</summary>
    Message,

    /// <summary>The causes of what it throws, and the data in it.</summary>
    Cause,

    /// <summary>The message of what it throws at the input, before the job is accepted.</summary>
    Refusal,

    /// <summary>A line that it writes to the console.</summary>
    Line,

    /// <summary>The message of what it throws when a result is read back.</summary>
    ReadBack,
}
