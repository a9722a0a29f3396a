namespace ElasticGrains.Engine.Shards;

/// <summary>The waits of a shard.</summary>
public sealed record ShardTimings
{
    /// <summary>The defaults.</summary>
    public static ShardTimings Default { get; } = new();

    /// <summary>The time between two heartbeats.</summary>
    public TimeSpan Heartbeat { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>The pause before a message that was not answered is sent again.</summary>
    public TimeSpan Resend { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>How long the end of an attempt is repeated to a job that does not answer; it will count the attempt as lost by then.</summary>
    public TimeSpan GiveUp { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>
    /// How long the kernel may be in one call before what other shards of its run have finished is taken out: if it never comes back, those
    /// must not be taken for the one that hangs.
    /// </summary>
    public TimeSpan LongCall { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>How long the end of an attempt waits for its input to be captured: about what 16 MiB take from and to a slow disk, many times over.</summary>
    public TimeSpan CaptureWithin { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>A longer gap between two ticks means that this process itself stood still, and its kernels with it.</summary>
    public TimeSpan OwnFreeze { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>
    /// How long an attempt runs without a word from its job. One that is heard but cannot hear would hold its range for ever; a job that
    /// is only being moved or waits for its ledger is back by then.
    /// </summary>
    public TimeSpan DeafAfter { get; init; } = TimeSpan.FromMinutes(10);
}
