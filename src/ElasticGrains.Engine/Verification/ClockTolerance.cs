namespace ElasticGrains.Engine.Verification;

/// <summary>How far apart two times of a ledger must be before their order counts: they are those of the jobs' writers, on different machines.</summary>
public static class ClockTolerance
{
    /// <summary>Within one process: a clock that is being corrected may be set back a little.</summary>
    public static readonly TimeSpan OneProcess = TimeSpan.FromSeconds(1);

    /// <summary>Between processes: a silo may be 10 s ahead of the database or behind it, then it is refused.</summary>
    public static readonly TimeSpan TwoProcesses = TimeSpan.FromSeconds(20);

    internal static TimeSpan Between(string writer, string other) => writer == other ? OneProcess : TwoProcesses;
}
