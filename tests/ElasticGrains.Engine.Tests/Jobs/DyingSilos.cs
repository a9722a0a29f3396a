using ElasticGrains.Engine.Jobs;
using ElasticGrains.Jobs;
using ElasticGrains.Shards;

namespace ElasticGrains.Engine.Tests.Jobs;

/// <summary>Gives a job slots of silos that die under it.</summary>
internal sealed class DyingSilos
{
    public static readonly JobPolicy FinishRest = new() { OnQuarantine = FailurePolicy.FinishRest };

    private long _epoch;

    public JobEvent.SlotOffered Offer(string silo, bool isAlone = false) => new(JobBench.Lease(++_epoch, silo) with { IsAlone = isAlone });

    /// <summary>Grants the next shard, durably; one that is alone says that it has its slot, and gets the epoch under which it may begin.</summary>
    public ShardGrant Grant(JobBench job, string silo, bool isAlone = false)
    {
        var grant = job.Settle(Offer(silo, isAlone)).OfType<JobEffect.StartShard>().Single().Grant;
        if (isAlone)
        {
            var report = JobBench.Report(grant.Shard, grant.Attempt) with { Lease = grant.Lease };
            grant = grant with { Attempt = job.Settle(new JobEvent.Reported(report)).OfType<JobEffect.AnswerReport>().Single().Answer.NewAttempt };
            Assert.Equal(grant.Attempt, job.Machine.State.Shard(grant.Shard).Attempt);
        }

        return grant;
    }

    public static IReadOnlyList<JobEffect> Lose(JobBench job, string silo) => job.Settle(new JobEvent.SiloLost(silo));

    public static IReadOnlyList<JobEffect> Commit(JobBench job, ShardGrant grant, long end) =>
        job.Settle(new JobEvent.CommitOffered(JobBench.Commit(grant.Shard, grant.Attempt, grant.Range.Start, end)));
}
