using System.CommandLine;
using ElasticGrains.Cli.Parsing;
using ElasticGrains.Cli.Running;
using ElasticGrains.Jobs;

namespace ElasticGrains.Cli.Commands;

/// <summary>The options of <c>eg run</c> that every kernel shares.</summary>
internal sealed class RunOptions
{
    // A slot is a thread; more than this is a typing error rather than a wish.
    private const int MostSlots = 1024;

    // The ledger numbers shards with 32 bits; a plan beyond this would cost more than the work.
    private const int MostShards = 10_000_000;

    private readonly Option<int?> _slots = new("--slots")
    {
        Description = $"Kernels that run at once. Default: the number of processors ({Environment.ProcessorCount}).",
        HelpName = "N",
        CustomParser = result => Quantity.Between32(1, MostSlots)(result),
    };

    private readonly Option<int?> _shards = new("--shards")
    {
        Description = "Shards to begin with. Default: the planner chooses.",
        HelpName = "N",
        CustomParser = result => Quantity.Between32(1, MostShards)(result),
    };

    private readonly Option<string> _id = new("--id") { Description = "The job's id. Default: a fresh one.", HelpName = "ID" };

    private readonly Option<bool> _resume = new("--resume") { Description = "Go on with the latest job of the same command." };

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

    private readonly Option<int?> _maxAttempts = new("--max-attempts")
    {
        Description = $"How often a range may fail in a row before the job fails. Default: {JobPolicy.Default.MaxAttempts}.",
        HelpName = "N",
        CustomParser = result => Quantity.Between32(1, 100)(result),
    };

    private readonly Option<DirectoryInfo?> _recordEvents = new("--record-events")
    {
        Description = "Record what the grid's state machines are told, for a bug report.",
        HelpName = "DIR",
    };

    private readonly Option<bool> _quiet = new("--quiet", "-q") { Description = "No progress and no notes; the answer only." };

    private readonly StateOption _state = new();

    private readonly OutputOptions _output = new();

    public void AddTo(Command command)
    {
        foreach (var option in new Option[] { _slots, _shards, _id, _resume, _deadline, _commitInterval, _maxAttempts, _recordEvents, _quiet })
        {
            command.Options.Add(option);
        }

        _state.AddTo(command);
        _output.AddTo(command);
    }

    public RunSettings Read(ParseResult parse)
    {
        var id = parse.GetValue(_id);
        if (id is not null && JobIds.Problem(id) is { } problem)
        {
            throw EgException.Usage($"--id: {problem}");
        }

        return new RunSettings
        {
            Places = _state.Read(parse),
            Slots = parse.GetValue(_slots) ?? Environment.ProcessorCount,
            JobId = id,
            Resume = parse.GetValue(_resume),
            RecordEventsTo = parse.GetValue(_recordEvents)?.FullName,
            Quiet = parse.GetValue(_quiet),
            Format = _output.Read(parse),
            Policy = JobPolicy.Default with
            {
                Shards = parse.GetValue(_shards),
                Deadline = parse.GetValue(_deadline),
                CommitInterval = parse.GetValue(_commitInterval) ?? JobPolicy.Default.CommitInterval,
                MaxAttempts = parse.GetValue(_maxAttempts) ?? JobPolicy.Default.MaxAttempts,
            },
        };
    }
}
