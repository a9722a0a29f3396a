using ElasticGrains.Jobs;

namespace ElasticGrains.Cli.Replay;

/// <summary>What came of running a shard's range once more.</summary>
internal sealed record ReplayReport
{
    public required ReplayOutcome Outcome { get; init; }

    public required double Seconds { get; init; }

    /// <summary>The committed partials of the range that were computed again.</summary>
    public required IReadOnlyList<ReplayedCommit> Commits { get; init; }

    /// <summary>The bytes of what is not committed.</summary>
    public long UncommittedBytes { get; init; }

    /// <summary>What the kernel threw, last in the narrowed range.</summary>
    public Failure? Failure { get; init; }

    /// <summary>What the kernel was given when it threw first.</summary>
    public ItemRange? ThrewIn { get; init; }

    /// <summary>The smallest part that throws by itself; null when none does: then it throws for another reason than its items.</summary>
    public NarrowedRange? Narrowed { get; init; }
}
