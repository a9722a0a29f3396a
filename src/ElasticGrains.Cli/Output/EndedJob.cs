using ElasticGrains.Jobs;

namespace ElasticGrains.Cli.Output;

/// <summary>A job that has ended, wherever it was read from.</summary>
internal sealed record EndedJob(JobOutcome Outcome, JobReceipt Receipt, string Directory, RunTimings Timings)
{
    /// <summary>The commands that run its failed shards again.</summary>
    public IReadOnlyList<string> Replays { get; init; } = [];

    /// <summary>What names its place in a command to copy, see <see cref="State.StatePlaces.Option"/>.</summary>
    public string StateOption { get; init; } = "";

    public ExitCode ExitCode => Outcome.Phase == JobPhase.Succeeded ? ExitCode.Done : ExitCode.Failed;
}
