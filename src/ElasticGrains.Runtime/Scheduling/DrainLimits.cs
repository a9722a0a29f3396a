namespace ElasticGrains.Runtime.Scheduling;

/// <summary>How long a drain may take.</summary>
/// <param name="Deadline">For running shards to come to a safe point and commit; what is longer is abandoned, and computed again elsewhere.</param>
internal sealed record DrainLimits(TimeSpan Deadline)
{
    /// <summary>A long item is waited for as long as orchestrators usually wait for a process.</summary>
    public static readonly TimeSpan DefaultDeadline = TimeSpan.FromSeconds(30);

    /// <summary>For an abandoned attempt's last word to be recorded.</summary>
    public static readonly TimeSpan LastWord = TimeSpan.FromSeconds(2);

    /// <summary>For the jobs to be handed over: an append or two each.</summary>
    public static readonly TimeSpan HandOver = TimeSpan.FromSeconds(10);

    /// <summary>For the silos where the shards go on to come for the warm state that none of them has.</summary>
    public static readonly TimeSpan FetchWithin = TimeSpan.FromSeconds(1);

    /// <summary>For what they have begun to fetch.</summary>
    public static readonly TimeSpan Fetched = TimeSpan.FromSeconds(10);

    /// <summary>For all that, and for the silo to leave its cluster.</summary>
    public static TimeSpan Whole(TimeSpan deadline) => deadline + LastWord + HandOver + FetchWithin + Fetched + TimeSpan.FromSeconds(15);
}
