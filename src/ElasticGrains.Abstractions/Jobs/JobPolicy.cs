using System.Text.Json.Serialization;

namespace ElasticGrains.Jobs;

/// <summary>How a job is run: retries, deadline, commits. Part of the spec, never of the answer.</summary>
[GenerateSerializer, Immutable, Alias("eg.job.policy")]
public sealed record JobPolicy
{
    /// <summary>The defaults.</summary>
    public static JobPolicy Default { get; } = new();

    /// <summary>How often a range may fail in a row without a commit before it is quarantined, 1 to 100.</summary>
    [Id(0)] public int MaxAttempts { get; init; } = 4;

    /// <summary>The pause before the second attempt; it doubles up to <see cref="MaxBackoff"/>.</summary>
    [Id(1)] public TimeSpan Backoff { get; init; } = TimeSpan.FromMilliseconds(200);

    /// <summary>The longest pause between two attempts.</summary>
    [Id(2)] public TimeSpan MaxBackoff { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>The time from acceptance after which the job fails, or null for none.</summary>
    [Id(3)] public TimeSpan? Deadline { get; init; }

    /// <summary>The most slots the job uses at once, or null for all it is granted.</summary>
    [Id(4)] public int? MaxSlots { get; init; }

    /// <summary>The number of shards to begin with, or null to let the planner choose.</summary>
    [Id(5)] public int? Shards { get; init; }

    /// <summary>The shortest time between two commits of a shard; the grid lengthens it where commits are dear.</summary>
    [Id(6)] public TimeSpan CommitInterval { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>What a quarantined range does to the rest of the job.</summary>
    [Id(7)] public FailurePolicy OnQuarantine { get; init; } = FailurePolicy.FailFast;

    /// <summary>
    /// With <see cref="FailurePolicy.FinishRest"/>: when more ranges than this are given up, the job fails at once; null lets it finish whatever
    /// can be finished.
    /// </summary>
    [Id(9)] public int? ToleratedRanges { get; init; }

    /// <summary>A job of a higher priority gets free slots before others, -100 to 100. Among equals it is first come, first served.</summary>
    [Id(10)] public int Priority { get; init; }

    /// <summary>The longest time the kernel may spend on one call before its slot is retired and the shard is fenced.</summary>
    [Id(8)] public TimeSpan SafePointTimeout { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>
    /// Whether it may take the answer of an earlier job that asked for the same, and later ones its own. Only kernels with one answer
    /// (<see cref="Kernels.KernelOutput.Answer"/>) have it. Set it only for a kernel that reads nothing but its input and the files named in it, and answers the same however
    /// its instance was made: what else has changed nobody can see. Whether an answer was taken shows in <see cref="JobStatus.CopiedFrom"/>.
    /// </summary>
    [Id(11), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] public CacheUse Cache { get; init; }

    /// <summary>What is out of bounds, one sentence each; empty when the policy is usable.</summary>
    public IReadOnlyList<string> Problems()
    {
        var problems = new List<string>();
        Check(MaxAttempts is >= 1 and <= 100, $"MaxAttempts is {MaxAttempts}; it must lie between 1 and 100.");
        Check(Backoff >= TimeSpan.Zero && Backoff <= MaxBackoff, $"Backoff is {Backoff}; it must lie between zero and MaxBackoff ({MaxBackoff}).");
        Check(Deadline is null || Deadline > TimeSpan.Zero, $"Deadline is {Deadline}; it must be positive.");
        Check(MaxSlots is null or > 0, $"MaxSlots is {MaxSlots}; it must be at least 1.");
        Check(Shards is null or > 0, $"Shards is {Shards}; it must be at least 1.");
        Check(ToleratedRanges is null or >= 0, $"ToleratedRanges is {ToleratedRanges}; it must not be negative.");
        Check(Priority is >= -100 and <= 100, $"Priority is {Priority}; it must lie between -100 and 100.");
        Check(CommitInterval >= TimeSpan.Zero && CommitInterval <= TimeSpan.FromMinutes(1), $"CommitInterval is {CommitInterval}; it must lie between zero and one minute.");
        Check(SafePointTimeout > TimeSpan.Zero, $"SafePointTimeout is {SafePointTimeout}; it must be positive.");
        return problems;

        void Check(bool holds, string problem)
        {
            if (!holds)
            {
                problems.Add(problem);
            }
        }
    }
}
