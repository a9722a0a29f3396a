using ElasticGrains.Jobs;

namespace ElasticGrains.Client;

/// <summary>The id of a job and how it is run.</summary>
public sealed record JobOptions
{
    /// <summary>The idempotency key; a fresh one when null.</summary>
    public string? Id { get; init; }

    /// <summary>Retries, deadline, commits. Default: <see cref="JobPolicy.Default"/>.</summary>
    public JobPolicy Policy { get; init; } = JobPolicy.Default;

    /// <summary>Words by which to find the job again, see <see cref="JobTags"/>.</summary>
    public IReadOnlyDictionary<string, string>? Tags { get; init; }
}
