using ElasticGrains.Cli.Faces;
using ElasticGrains.Engine.Jobs;
using ElasticGrains.Jobs;

namespace ElasticGrains.Cli.State;

/// <summary>The commands that run the failed shards of a job again, ready to be copied.</summary>
internal static class ReplayCommands
{
    // Whoever has replayed these knows what is wrong with the others.
    private const int Most = 5;

    /// <summary>One for each shard that was given up or is failing, the first few of them.</summary>
    public static IReadOnlyList<string> Of(JobState job, StatePlaces places)
    {
        var host = KernelFaces.Find(job.Spec.Kernel, job.Spec.KernelVersion) is null ? " --host YOUR-PROGRAM.dll" : "";
        return
        [
            .. job.Touched.Where(shard => shard.Phase == ShardPhase.Quarantined || shard.FailuresInARow > 0)
                .Select(shard => job.ShardAt(shard, shard.CommittedEnd)).Order().Take(Most)
                .Select(shard => $"eg shard replay {job.Spec.Id} {shard}{places.Option}{host}"),
        ];
    }

    /// <summary>The same of a job that has ended, read from its ledger.</summary>
    public static async Task<IReadOnlyList<string>> ReadAsync(
        JobOutcome outcome, Func<OpenLedger> open, StatePlaces places, string jobId, CancellationToken cancellationToken)
    {
        if (outcome.Phase != JobPhase.Failed)
        {
            return [];
        }

        await using var ledger = open();
        return Of(JobState.Of(await LedgerQuestions.ReadHistoryAsync(ledger, jobId, cancellationToken)), places);
    }
}
