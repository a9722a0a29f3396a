namespace ElasticGrains.Jobs;

/// <summary>The answer to a submission.</summary>
/// <param name="Status">What became of it.</param>
/// <param name="Failure">Why it was refused.</param>
[GenerateSerializer, Immutable, Alias("eg.job.submit-answer")]
public sealed record SubmitAnswer([property: Id(0)] SubmitStatus Status, [property: Id(1)] Failure? Failure = null)
{
    /// <summary>When it was <see cref="SubmitStatus.Busy"/>: after this time there is probably room.</summary>
    [Id(2)] public TimeSpan? RetryAfter { get; init; }

    /// <summary>When the input was too large: the most bytes that it may have.</summary>
    [Id(3)] public int? MaxInputBytes { get; init; }
}
