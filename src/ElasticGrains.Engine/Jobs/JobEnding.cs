using ElasticGrains.Jobs;

namespace ElasticGrains.Engine.Jobs;

/// <summary>How a job came to its end, from what its ledger says.</summary>
public static class JobEnding
{
    // A person reads the first few; how many there are is said besides.
    private const int Most = 5;

    /// <summary>The reasons for the end of a job that has ended, the most important first.</summary>
    /// <exception cref="ArgumentException">It has not ended.</exception>
    public static IEnumerable<JobReason> Of(JobState job)
    {
        ArgumentNullException.ThrowIfNull(job);
        var outcome = job.Outcome ?? throw new ArgumentException("The job has not ended.", nameof(job));
        return
        [
            outcome.Phase switch
            {
                JobPhase.Succeeded when job.CopiedFrom is { } source => new JobReason(
                    JobReasons.Succeeded, $"It has the answer of job {source.JobId}, which asked for the same: nothing was computed for it."),
                JobPhase.Succeeded => new JobReason(JobReasons.Succeeded, $"All {job.Items} items are committed, and the answer is made."),
                JobPhase.Cancelled => new JobReason(JobReasons.Cancelled, $"Somebody asked for its end: {outcome.Failure?.Message}") { Failure = outcome.Failure },
                _ => new JobReason(JobReasons.Failed, outcome.Failure?.Text ?? "No reason was recorded.") { Failure = outcome.Failure },
            },
            .. GivenUp(job),
        ];
    }

    /// <summary>The ranges that were given up since the job was opened last.</summary>
    public static IEnumerable<JobReason> GivenUp(JobState job)
    {
        ArgumentNullException.ThrowIfNull(job);
        var givenUp = job.Touched.Where(shard => shard.Phase == ShardPhase.Quarantined).OrderBy(shard => shard.Number).ToList();
        foreach (var shard in givenUp.Take(Most))
        {
            var failed = job.ShardAt(shard, shard.CommittedEnd);
            var others = shard == givenUp[0] && givenUp.Count > Most ? $" {givenUp.Count} ranges were given up in all." : "";
            yield return new JobReason(JobReasons.GivenUp, $"Items {shard.Rest} of shard {failed} were given up after attempt {shard.Attempt}{Because(shard)}{others}")
            {
                Shard = failed,
                Failure = shard.LastFailure,
            };
        }
    }

    private static string Because(ShardState shard) => shard switch
    {
        { IsSuspect: true } => $": {shard.Deaths.Count} silos died under it ({string.Join(", ", shard.Deaths.Select(death => death.Silo))}).",
        { LastFailure: { } failure } => $": {failure.Text}",
        _ => ".",
    };
}
