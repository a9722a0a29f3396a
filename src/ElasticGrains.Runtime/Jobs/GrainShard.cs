using ElasticGrains.Ledger;
using ElasticGrains.Runtime.Diagnostics;
using ElasticGrains.Shards;
using Microsoft.Extensions.Logging;

namespace ElasticGrains.Runtime.Jobs;

/// <summary>A shard that is a grain.</summary>
internal sealed class GrainShard(IShardGrain grain, ILogger logger) : IShardCommands
{
    public void Start(ShardGrant grant) => grain.StartAsync(grant).Forget(logger);

    public void Stop(long attempt, string reason) => grain.StopAsync(attempt, reason).Forget(logger);

    public void Split(long attempt) => grain.SplitAsync(attempt).Forget(logger);

    public void Yield(long attempt) => grain.YieldAsync(attempt).Forget(logger);

    public void Release(long attempt, MoveCause cause) => grain.ReleaseAsync(attempt, cause).Forget(logger);

    public void Answer(CommitAnswer answer) => grain.AnswerCommitAsync(answer).Forget(logger);

    public void Answer(ReportAnswer answer) => grain.AnswerReportAsync(answer).Forget(logger);

    public void AnswerEnded(long attempt) => grain.AnswerEndedAsync(attempt).Forget(logger);
}
