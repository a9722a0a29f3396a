using ElasticGrains.Engine.Jobs;
using ElasticGrains.Jobs;
using ElasticGrains.Ledger;

namespace ElasticGrains.Engine.History;

/// <summary>Why a job stands where it stands, from its ledger alone: all there is to say of one that has ended, or at which nobody works.</summary>
public static class LedgerWhy
{
    private const int MostFailures = 3;

    /// <param name="history">The job's history, condensed or whole.</param>
    /// <param name="cancelRequest">Why its end was asked for; null when it was not.</param>
    public static JobWhy Of(JobHistory history, string? cancelRequest = null)
    {
        ArgumentNullException.ThrowIfNull(history);
        var job = JobState.Of(history);
        var book = new RunBook();
        var failures = new List<JobReason>();
        var lost = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var happened in history.Events)
        {
            if (happened is LedgerEvent.AttemptEnded end)
            {
                Note(end, book.Find(end.Shard), failures, lost);
            }
            else if (happened is LedgerEvent.Reopened)
            {
                failures.Clear();
                lost.Clear();
            }

            book.Apply(happened);
        }

        return new JobWhy
        {
            Id = history.JobId,
            Phase = job.Phase,
            Priority = job.Spec.Policy.Priority,
            Reasons = [.. job.Outcome is null ? Open(history, job, book, cancelRequest) : Ended(history, job), .. Numbered(failures), .. Lost(lost)],
        };
    }

    private static void Note(LedgerEvent.AttemptEnded end, RunEntry? run, List<JobReason> failures, Dictionary<string, int> lost)
    {
        if (end.End == AttemptEnd.Failed)
        {
            var shard = run?.Last ?? end.Shard;
            failures.Add(new JobReason(JobReasons.AttemptFailed, $"Attempt {end.Attempt} of shard {shard} failed on {run?.Silo}: {end.Failure?.Message}")
            {
                Since = end.At,
                Shard = shard,
                Failure = end.Failure,
            });
        }
        else if (end.End == AttemptEnd.Lost)
        {
            var why = ReasonText.Of(end, run?.Silo);
            lost[why] = lost.GetValueOrDefault(why) + 1;
        }
    }

    private static IEnumerable<JobReason> Ended(JobHistory history, JobState job)
    {
        var at = history.Events.OfType<LedgerEvent.Finished>().Last().At;
        return JobEnding.Of(job).Select((reason, index) => index == 0 ? reason with { Since = at } : reason);
    }

    private static IEnumerable<JobReason> Open(JobHistory history, JobState job, RunBook book, string? cancelRequest)
    {
        if (cancelRequest is not null)
        {
            yield return new JobReason(JobReasons.CancelAsked, $"Somebody asked for its end: {cancelRequest}");
        }

        if (job.Phase == JobPhase.Finishing)
        {
            yield return new JobReason(JobReasons.Finishing, $"All {job.Items} items are committed; the answer is not in the ledger yet.");
        }

        var running = book.Running.ToList();
        if (running.Count > 0)
        {
            var where = string.Join(", ", running.GroupBy(run => run.Silo, StringComparer.Ordinal).Select(silo => $"{silo.Count()} on {silo.Key}"));
            yield return new JobReason(JobReasons.Running, $"By the ledger {running.Count} {(running.Count == 1 ? "attempt runs" : "attempts run")}: {where}.")
            {
                Since = running.Min(run => run.Since),
            };
        }

        var waiting = job.Shards - job.Done - job.Quarantined.Count - running.Sum(run => job.LeftOf(job.Shard(run.Head)));
        if (waiting > 0 || job.Phase == JobPhase.Accepted)
        {
            yield return new JobReason(
                JobReasons.Slots,
                job.Phase == JobPhase.Accepted
                    ? "The job is accepted and not cut into shards yet: nobody has begun to work at it."
                    : $"By the ledger {waiting} {(waiting == 1 ? "shard waits" : "shards wait")} for a slot.");
        }

        foreach (var givenUp in JobEnding.GivenUp(job))
        {
            yield return givenUp;
        }

        if (job.Spec.Policy.Deadline is { } deadline)
        {
            yield return new JobReason(JobReasons.Deadline, $"The job fails when its deadline of {deadline} has passed.") { Since = job.OpenedAt, Until = job.OpenedAt + deadline };
        }

        if (running.Count == 0 && waiting <= 0 && job.Phase == JobPhase.Running)
        {
            yield return new JobReason(JobReasons.Running, $"{job.Committed} of {job.Items} items are committed, by writer {history.WriterEpoch}.");
        }
    }

    private static IEnumerable<JobReason> Numbered(List<JobReason> failures) => failures.Take(MostFailures).Select((failure, index) =>
        index == 0 && failures.Count > MostFailures ? failure with { Text = $"{failure.Text} ({failures.Count} attempts failed in all.)" } : failure);

    private static IEnumerable<JobReason> Lost(Dictionary<string, int> lost) => lost.Count == 0
        ? []
        : [new JobReason(JobReasons.AttemptsLost, $"{lost.Values.Sum()} {(lost.Values.Sum() == 1 ? "attempt was" : "attempts were")} lost and ran again: {string.Join("; ", lost.Select(it => $"{it.Value} because {it.Key}"))}.")];
}
