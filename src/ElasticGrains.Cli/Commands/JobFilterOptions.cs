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
    /// <param name="parse">The command line.</param>
    /// <param name="places">Where to look.</param>
    /// <param name="hasEnded">True for those alone that have ended, false for those that have not.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public Task<IReadOnlyList<FoundJob>> FindAsync(ParseResult parse, StatePlaces places, bool? hasEnded, CancellationToken cancellationToken)
    {
        var query = new JobQuery
        {
            HasEnded = hasEnded,
            Phase = parse.GetValue(_phase),
            Until = parse.GetValue(_olderThan) is { } age ? TimeProvider.System.GetUtcNow() - age : null,
            Tags = parse.GetValue(_tags),
        };
        return JobSearch.ListAsync(places, query, cancellationToken);
    }
}
