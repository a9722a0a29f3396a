using System.CommandLine;
using ElasticGrains.Cli.Parsing;
using ElasticGrains.Cli.State;
using ElasticGrains.Jobs;
using ElasticGrains.Ledger;

namespace ElasticGrains.Cli.Commands;

/// <summary>Which jobs a command is about; all conditions that are given must hold.</summary>
internal sealed class JobFilterOptions
{
    private readonly Option<Dictionary<string, string>> _tags = TagList.Option("Jobs with this tag");

    private readonly Option<JobPhase?> _phase = new("--phase")
    {
        Description = "Jobs in this phase.",
        HelpName = Choice.Words<JobPhase>(),
        CustomParser = result => Choice.Parse<JobPhase>(result),
    };

    private readonly Option<TimeSpan?> _olderThan = new("--older-than")
    {
        Description = "Jobs that ended, or where they have not were accepted, longer ago than this, for example 7d.",
        HelpName = "TIME",
        CustomParser = result => Duration.Between(TimeSpan.Zero)(result),
    };

    public void AddTo(Command command)
    {
        command.Options.Add(_tags);
        command.Options.Add(_phase);
        command.Options.Add(_olderThan);
    }

    /// <summary>True when no condition is given.</summary>
    public bool IsEmpty(ParseResult parse) => parse.GetValue(_tags) is not { Count: > 0 } && parse.GetValue(_phase) is null && parse.GetValue(_olderThan) is null;

    /// <summary>The jobs for which it holds, the latest accepted first.</summary>
    public async Task<IReadOnlyList<FoundJob>> FindAsync(ParseResult parse, StatePlaces places, CancellationToken cancellationToken)
    {
        var tags = parse.GetValue(_tags) ?? [];
        var phase = parse.GetValue(_phase);
        var before = parse.GetValue(_olderThan) is { } age ? TimeProvider.System.GetUtcNow() - age : DateTimeOffset.MaxValue;
        return [.. (await JobSearch.AllAsync(places, cancellationToken)).Where(job => Fits(job.Entry))];

        bool Fits(JobEntry job) => JobTags.Have(job.Tags, tags) && (phase is null || job.Phase == phase) && (job.FinishedAt ?? job.AcceptedAt) <= before;
    }
}
