using ElasticGrains.Ledger;
using Orleans.Concurrency;

namespace ElasticGrains.Shards;

/// <summary>A shard as a virtual actor: runs one attempt at a time on a slot of its silo. All calls are one-way; news goes to the job.</summary>
[GrainInterfaceType("eg.shard"), Alias("eg.shard")]
public interface IShardGrain : IGrainWithStringKey
{
    /// <summary>An attempt is about to begin: be there.</summary>
    [OneWay, Alias("prepare")]
    Task PrepareAsync();

    /// <summary>Begins an attempt, unless the slot's lease does not hold here or a later attempt is known.</summary>
    [OneWay, Alias("start")]
    Task StartAsync(ShardGrant grant);

    /// <summary>Stops an attempt at the next safe point; what is not committed is thrown away.</summary>
    [OneWay, Alias("stop")]
    Task StopAsync(long attempt, string reason);

    /// <summary>Asks a running attempt to give up about half of what is left.</summary>
    [OneWay, Alias("split")]
    Task SplitAsync(long attempt);

    /// <summary>Asks a running attempt to give up all that is left, and so its slot soon.</summary>
    [OneWay, Alias("yield")]
    Task YieldAsync(long attempt);

    /// <summary>Asks a running attempt to commit what it has computed and to end; the rest goes on elsewhere.</summary>
    [OneWay, Alias("release")]
    Task ReleaseAsync(long attempt, MoveCause cause);

    /// <summary>The answer to an offered commit.</summary>
    [OneWay, Alias("answer-commit")]
    Task AnswerCommitAsync(CommitAnswer answer);

    /// <summary>The answer to a report.</summary>
    [OneWay, Alias("answer-report")]
    Task AnswerReportAsync(ReportAnswer answer);

    /// <summary>The end of this attempt is recorded.</summary>
    [OneWay, Alias("answer-ended")]
    Task AnswerEndedAsync(long attempt);
}
