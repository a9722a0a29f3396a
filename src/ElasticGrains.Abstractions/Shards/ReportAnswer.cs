namespace ElasticGrains.Shards;

/// <summary>The answer to a report.</summary>
/// <param name="Shard">The shard.</param>
/// <param name="Attempt">The attempt epoch of the report.</param>
/// <param name="Status">Whether the attempt goes on.</param>
/// <param name="NewAttempt">The epoch under which it goes on; equals <paramref name="Attempt"/> unless it was adopted.</param>
/// <param name="CommittedEnd">The end of the shard's committed prefix in the ledger: an unanswered commit that ends here was applied.</param>
[GenerateSerializer, Immutable, Alias("eg.shard.report-answer")]
public sealed record ReportAnswer(
    [property: Id(0)] int Shard,
    [property: Id(1)] long Attempt,
    [property: Id(2)] ReportStatus Status,
    [property: Id(3)] long NewAttempt,
    [property: Id(4)] long CommittedEnd);
