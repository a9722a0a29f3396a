namespace ElasticGrains.Shards;

/// <summary>A shard as a virtual actor: runs one attempt at a time on a slot of its silo. All calls return at once; news goes to the job.</summary>
[GrainInterfaceType("eg.shard"), Alias("eg.shard")]
public interface IShardGrain : IGrainWithStringKey
{
    /// <summary>An attempt is about to begin: be there.</summary>
    [Alias("prepare")]
    Task PrepareAsync();

    /// <summary>Begins an attempt, unless the slot's lease does not hold here or a later attempt is known.</summary>
    [Alias("start")]
    Task StartAsync(ShardGrant grant);

    /// <summary>Stops an attempt at the next safe point; what is not committed is thrown away.</summary>
    [Alias("stop")]
    Task StopAsync(long attempt, string reason);

    /// <summary>Asks a running attempt to give up about half of what is left.</summary>
    [Alias("split")]
    Task SplitAsync(long attempt);

    /// <summary>The answer to an offered commit.</summary>
    [Alias("answer-commit")]
    Task AnswerCommitAsync(CommitAnswer answer);

    /// <summary>The answer to a report.</summary>
    [Alias("answer-report")]
    Task AnswerReportAsync(ReportAnswer answer);

    /// <summary>The end of this attempt is recorded.</summary>
    [Alias("answer-ended")]
    Task AnswerEndedAsync(long attempt);
}
