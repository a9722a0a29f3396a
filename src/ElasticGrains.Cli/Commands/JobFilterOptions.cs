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

    /// <summary>The jobs that a command is to change: those with the ids that it is given, or those for which the filter holds.</summary>
    /// <param name="parse">The command line.</param>
    /// <param name="ids">The argument with the ids.</param>
    /// <param name="places">Where to look.</param>
    /// <param name="hasEnded">True when the command is about jobs that have ended, false when about others.</param>
    /// <param name="refusal">What to say of an id whose job is not such a one.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="EgException">Neither ids nor a filter are given, or both: nobody means all jobs by saying nothing; or an id is of no such job.</exception>
    public async Task<IReadOnlyList<FoundJob>> ChooseAsync(
        ParseResult parse, Argument<string[]> ids, StatePlaces places, bool hasEnded, Func<string, string> refusal, CancellationToken cancellationToken)
    {
        var given = parse.GetValue(ids) ?? [];
        if (given.Length == 0)
        {
            return IsEmpty(parse)
                ? throw EgException.Usage("which jobs? Give an id, or a filter: --tag KEY=VALUE, --phase PHASE, --older-than TIME.")
                : await FindAsync(parse, places, hasEnded, cancellationToken);
        }

        if (!IsEmpty(parse))
        {
            throw EgException.Usage("give ids or a filter, not both.");
        }

        var found = await JobSearch.FindAsync(places, given, cancellationToken);
        return found.FirstOrDefault(job => job.Entry.Phase.IsFinal() != hasEnded) is { } other ? throw EgException.Refused(refusal(other.Entry.Id)) : found;
    }

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
