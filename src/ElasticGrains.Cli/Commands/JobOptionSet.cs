using System.CommandLine;
using ElasticGrains.Cli.Parsing;
using ElasticGrains.Cli.Running;
using ElasticGrains.Jobs;

namespace ElasticGrains.Cli.Commands;

/// <summary>The options of a job, wherever it runs.</summary>
internal sealed class JobOptionSet(bool usesCache = true)
{
    // The ledger numbers shards with 32 bits; a plan beyond this would cost more than the work.
    private const int MostShards = 10_000_000;

    private readonly Option<int?> _shards = new("--shards")
    {
        Description = "Shards to begin with. Default: the planner chooses.",
        HelpName = "N",
        CustomParser = result => Quantity.Between32(1, MostShards)(result),
    };

    private readonly Option<string> _id = new("--id") { Description = "The job's id. Default: a fresh one.", HelpName = "ID" };

    private readonly Option<Dictionary<string, string>> _tags = TagList.Option("A tag by which 'eg job list', 'cancel' and 'purge' find the job");

    private readonly Option<TimeSpan?> _deadline = new("--deadline")
    {
        Description = "The job fails after this time, for example 10m.",
        HelpName = "TIME",
        CustomParser = result => Duration.Between(TimeSpan.FromMilliseconds(1))(result),
    };

    private readonly Option<TimeSpan?> _commitInterval = new("--commit-interval")
    {
        Description = "The shortest time between two commits of a shard. Default: 2s.",
        HelpName = "TIME",
        CustomParser = result => Duration.Between(TimeSpan.Zero, TimeSpan.FromMinutes(1))(result),
    };

    private readonly Option<int?> _priority = new("--priority")
    {
        Description = "Gets free slots before jobs of a lower priority, -100 to 100; among equals it is first come, first served. Default: 0.",
        HelpName = "N",
        CustomParser = result => Quantity.Between32(-100, 100)(result),
    };

    private readonly Option<int?> _maxAttempts = new("--max-attempts")
    {
        Description = $"How often a range may fail in a row before the job fails. Default: {JobPolicy.Default.MaxAttempts}.",
        HelpName = "N",
        CustomParser = result => Quantity.Between32(1, 100)(result),
    };

    private readonly Option<bool> _finishRest = new("--finish-rest")
    {
        Description = "When a range is given up, finish the others before the job fails; 'eg job retry --failed-only' goes on with it.",
    };

    private readonly Option<int?> _tolerate = new("--tolerate")
    {
        Description = "With --finish-rest: fail at once when more ranges than this are given up.",
        HelpName = "N",
        CustomParser = result => Quantity.Between32(0)(result),
    };

    private readonly Option<bool> _noCache = new("--no-cache")
    {
        Description = "Compute it, though an earlier job of the same kernel build, input and options may have the answer; later ones have what comes.",
    };

    private readonly Option<bool> _cache = new("--cache")
    {
        Description = "Take the answer of an earlier job of the same kernel build, input and options, and let later ones take this one's. For a kernel that reads nothing but its input and the files in it.",
    };

    private readonly Option<bool> _quiet = new("--quiet", "-q") { Description = "No progress and no notes; the answer only." };

    private readonly StateOption _state = new();

    private readonly OutputOptions _output = new();

    public void AddTo(Command command)
    {
        foreach (var option in new Option[] { _shards, _id, _tags, _priority, _deadline, _commitInterval, _maxAttempts, _finishRest, _tolerate, usesCache ? _noCache : _cache, _quiet })
        {
            command.Options.Add(option);
        }

        _state.AddTo(command);
        _output.AddTo(command);
    }

    public JobSettings Read(ParseResult parse)
    {
        var id = parse.GetValue(_id);
        if (id is not null && JobIds.Problem(id) is { } problem)
        {
            throw EgException.Usage($"--id: {problem}");
        }

        if (parse.GetValue(_tolerate) is not null && !parse.GetValue(_finishRest))
        {
            throw EgException.Usage("--tolerate needs --finish-rest: without it the job fails with the first range that is given up.");
        }

        return new JobSettings
        {
            Places = _state.Read(parse),
            JobId = id,
            Tags = parse.GetValue(_tags) is { Count: > 0 } tags ? tags : null,
            Quiet = parse.GetValue(_quiet),
            Format = _output.Read(parse),
            Policy = JobPolicy.Default with
            {
                Shards = parse.GetValue(_shards),
                Priority = parse.GetValue(_priority) ?? 0,
                Deadline = parse.GetValue(_deadline),
                CommitInterval = parse.GetValue(_commitInterval) ?? JobPolicy.Default.CommitInterval,
                OnQuarantine = parse.GetValue(_finishRest) ? FailurePolicy.FinishRest : FailurePolicy.FailFast,
                ToleratedRanges = parse.GetValue(_tolerate),
                MaxAttempts = parse.GetValue(_maxAttempts) ?? JobPolicy.Default.MaxAttempts,
                Cache = !usesCache && !parse.GetValue(_cache) ? CacheUse.None : usesCache && parse.GetValue(_noCache) ? CacheUse.Refresh : CacheUse.Take,
            },
        };
    }
}
