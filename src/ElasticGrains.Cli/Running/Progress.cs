using ElasticGrains.Cli.Output;
using ElasticGrains.Cli.Parsing;
using ElasticGrains.Jobs;

namespace ElasticGrains.Cli.Running;

/// <summary>One moment of a running job with its rate: what a progress display shows.</summary>
internal sealed record Progress(JobStatus Status, string ItemWord, double? ItemsPerSecond, TimeSpan? Remaining, ResultView? Preview)
{
    /// <summary>All in one line.</summary>
    public string Line => string.Join("  ", Parts());

    public string Items => $"{Figures.Short(Status.Computed, ItemWord)} of {Figures.Short(Status.Items, ItemWord)} ({Figures.Share(Status.Computed, Status.Items)})";

    public string Shards => $"shards {Status.Done} done, {Status.Running} running of {Status.Shards}"
        + (Status.Quarantined > 0 ? $", {Status.Quarantined} given up" : "");

    /// <summary>Null until it can be told.</summary>
    public string? Rate => ItemsPerSecond is { } rate
        ? $"{Figures.Short(rate, ItemWord)}/s" + (Remaining is { } left && Status.Parked is null ? $", {Duration.Text(left)} left" : "")
        : null;

    public string Commits => $"{Figures.Count(Status.LastNumber, "commit")}, one per shard every {Duration.Text(Status.CommitInterval)}";

    public string? Trouble => Status switch
    {
        { Parked: { } reason } => $"PARKED: {reason}",
        { LastFailure: { } failure } => $"last failed attempt: {ExceptionText.OneLine(failure.Text)}",
        _ => null,
    };

    private IEnumerable<string> Parts()
    {
        yield return Items;
        yield return Shards;
        if (Rate is { } rate)
        {
            yield return rate;
        }

        yield return Commits;
        if (Preview is { } preview)
        {
            yield return $"so far: {preview.Brief}";
        }

        if (Trouble is { } trouble)
        {
            yield return trouble;
        }
    }
}
