namespace ElasticGrains.Jobs;

/// <summary>One thing that a job waits for, or that came of it.</summary>
/// <param name="Kind">A stable word for programs, one of <see cref="JobReasons"/> or one that a later release added.</param>
/// <param name="Text">The same in a sentence, with what was wrong, where, and what to do.</param>
[GenerateSerializer, Immutable, Alias("eg.job.reason")]
public sealed record JobReason([property: Id(0)] string Kind, [property: Id(1)] string Text)
{
    /// <summary>Since when, or when it happened; null where that is not known.</summary>
    [Id(2)] public DateTimeOffset? Since { get; init; }

    /// <summary>When it is over by itself; null when something must happen.</summary>
    [Id(3)] public DateTimeOffset? Until { get; init; }

    /// <summary>The shard that it concerns; null for the job as a whole.</summary>
    [Id(4)] public int? Shard { get; init; }

    /// <summary>The failure behind it.</summary>
    [Id(5)] public Failure? Failure { get; init; }
}
