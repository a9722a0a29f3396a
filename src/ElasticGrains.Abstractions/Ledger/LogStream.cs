namespace ElasticGrains.Ledger;

/// <summary>Where a line of a job's log comes from. The numbers are those of the stores.</summary>
public enum LogStream
{
    /// <summary>The kernel wrote it to <see cref="Console.Out"/>.</summary>
    Out = 0,

    /// <summary>The kernel wrote it to <see cref="Console.Error"/>.</summary>
    Error = 1,

    /// <summary>The kernel wrote it to <see cref="System.Diagnostics.Trace"/>.</summary>
    Trace = 2,

    /// <summary>The grid says it, for example how many lines it did not keep.</summary>
    Notice = 3,
}
