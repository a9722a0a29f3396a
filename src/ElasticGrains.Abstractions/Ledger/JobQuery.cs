using ElasticGrains.Jobs;

namespace ElasticGrains.Ledger;

/// <summary>Which jobs of a ledger; all conditions that are given must hold. Without any it is all of them.</summary>
public sealed record JobQuery
{
    private readonly int? _max;

    /// <summary>All jobs.</summary>
    public static JobQuery All { get; } = new();

    /// <summary>True for jobs that have ended, false for those that have not; null for both.</summary>
    public bool? HasEnded { get; init; }

    /// <summary>Jobs in this phase; null for any.</summary>
    public JobPhase? Phase { get; init; }

    /// <summary>Jobs that ended, or where they have not were accepted, at this time or earlier; null for any time.</summary>
    public DateTimeOffset? Until { get; init; }

    /// <summary>Jobs that have all of these tags; null or empty for any.</summary>
    public IReadOnlyDictionary<string, string>? Tags { get; init; }

    /// <summary>At most so many, the latest accepted; null for all.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is negative.</exception>
    public int? Max
    {
        get => _max;
        init => _max = value is < 0 ? throw new ArgumentOutOfRangeException(nameof(value), $"Max is {value}; it must not be negative.") : value;
    }

    /// <summary>True when the conditions hold for a job.</summary>
    public bool Fits(JobEntry job)
    {
        ArgumentNullException.ThrowIfNull(job);
        return (HasEnded is null || job.Phase.IsFinal() == HasEnded)
            && (Phase is null || job.Phase == Phase)
            && (Until is null || (job.FinishedAt ?? job.AcceptedAt) <= Until)
            && (Tags is null || JobTags.Have(job.Tags, Tags));
    }
}
