using ElasticGrains.Cli.Clusters;
using ElasticGrains.Engine.History;
using ElasticGrains.Jobs;
using ElasticGrains.Ledger;

namespace ElasticGrains.Cli.State;

/// <summary>Why a job stands where it stands: of one that goes on by its grain, of one that has ended, or that nobody runs, by its ledger.</summary>
/// <param name="Job">The job.</param>
/// <param name="Why">The explanation.</param>
/// <param name="Source">By what, in words.</param>
internal sealed record ExplainedJob(JobEntry Job, JobWhy Why, string Source)
{
    public static async Task<ExplainedJob> ReadAsync(OpenLedger ledger, string jobId, CancellationToken cancellationToken)
    {
        var job = (await LedgerQuestions.FindAsync(ledger, jobId, cancellationToken)).Entry;
        if (ledger.Cluster is { } cluster && !job.Phase.IsFinal())
        {
            try
            {
                await using var client = await ClusterClient.ConnectAsync(cluster, cancellationToken);
                if (await client.Grains.Job(jobId).ExplainAsync().WaitAsync(cancellationToken) is { } live)
                {
                    return new ExplainedJob(job, live, $"the job itself, on cluster {cluster.Cluster}");
                }
            }
            catch (EgException error) when (error.ExitCode == ExitCode.Unreachable)
            {
                var alone = await OfLedgerAsync(ledger, jobId, cancellationToken);
                return new ExplainedJob(job, With(alone, new JobReason(JobReasons.Interrupted, $"Nobody works at it: {error.Message}")), ledger.Place);
            }
        }

        var why = await OfLedgerAsync(ledger, jobId, cancellationToken);
        return new ExplainedJob(job, job.Phase.IsFinal() || ledger.Cluster is not null ? why : With(why, await OwnerAsync(ledger, cancellationToken)), ledger.Place);
    }

    private static async Task<JobWhy> OfLedgerAsync(OpenLedger ledger, string jobId, CancellationToken cancellationToken) => LedgerWhy.Of(
        await LedgerQuestions.ReadHistoryAsync(ledger, jobId, cancellationToken), await ledger.Ledger.ReadCancelRequestAsync(jobId, cancellationToken));

    private static JobWhy With(JobWhy why, JobReason first) => why with { Reasons = [first, .. why.Reasons] };

    private static async Task<JobReason> OwnerAsync(OpenLedger ledger, CancellationToken cancellationToken)
    {
        const string GoOn = "the 'eg run' that began it goes on with it when --resume is added.";
        return await ledger.FindOwnerAsync(cancellationToken) switch
        {
            null => new JobReason(JobReasons.Interrupted, $"Nobody works at it; {GoOn}"),
            { IsAlive: true } owner => new JobReason(JobReasons.Running, $"Process {owner.Pid} on {owner.Host} works at it ({owner.Description}).") { Since = owner.Since },
            var owner => new JobReason(
                JobReasons.Interrupted,
                $"Nobody works at it: process {owner.Pid} on {owner.Host} ({owner.Description}) has ended, let go of it, or stands still; {GoOn}")
            {
                Since = owner.Heartbeat,
            },
        };
    }
}
