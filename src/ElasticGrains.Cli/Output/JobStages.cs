using ElasticGrains.Cli.Parsing;
using ElasticGrains.Engine.Jobs;
using ElasticGrains.Jobs;
using ElasticGrains.Ledger;

namespace ElasticGrains.Cli.Output;

/// <summary>The stages of a job, read from its history.</summary>
internal static class JobStages
{
    /// <param name="history">The history, condensed or whole.</param>
    /// <param name="job">Its fold.</param>
    /// <param name="firstCommit">When the first partial was committed: a condensed history may have lost it.</param>
    /// <param name="isReduced">False for a kernel that keeps a result per item: nothing is joined.</param>
    public static IReadOnlyList<JobStage> Of(JobHistory history, JobState job, DateTimeOffset? firstCommit, bool isReduced)
    {
        if (job.CopiedFrom is not null)
        {
            return [];
        }

        var ended = (history.Events[^1] as LedgerEvent.Finished)?.At;
        var granted = history.Events.OfType<LedgerEvent.Granted>().FirstOrDefault()?.At;
        DateTimeOffset? covered = job.Committed < job.Items || job.Phase < JobPhase.Finishing ? null
            : history.Events.OfType<LedgerEvent.Committed>().LastOrDefault()?.At ?? job.Accepted.At;
        return
        [
            Stage("map", granted, covered),
            .. isReduced ? [Stage("reduce", firstCommit, covered)] : Array.Empty<JobStage>(),
            Stage("finish", covered, job.Phase == JobPhase.Succeeded ? ended : null),
        ];

        JobStage Stage(string name, DateTimeOffset? from, DateTimeOffset? done) => new(
            name,
            done is not null ? JobStageState.Finished : ended is not null ? JobStageState.Stopped : from is null ? JobStageState.Planned : JobStageState.Running,
            from,
            done ?? (from is null ? null : ended));
    }

    /// <summary>The same for people.</summary>
    public static string Text(IEnumerable<JobStage> stages) => string.Join("; ", stages.Select(Text));

    private static string Text(JobStage stage) =>
        $"{stage.Name} {stage.State.ToString().ToLowerInvariant()}" + stage switch
        {
            { From: { } from, To: { } to } => $" {(stage.State == JobStageState.Stopped ? "after" : "in")} {Duration.Text(to - from)}",
            { From: { } from } => $" since {Figures.Time(from)}",
            _ => "",
        };
}
