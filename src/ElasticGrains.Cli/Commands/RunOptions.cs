using System.CommandLine;
using ElasticGrains.Cli.Parsing;
using ElasticGrains.Cli.Running;

namespace ElasticGrains.Cli.Commands;

/// <summary>The options of <c>eg run</c> that every kernel shares.</summary>
internal sealed class RunOptions
{
    // A slot is a thread; more than this is a typing error rather than a wish.
    private const int MostSlots = 1024;

    private readonly Option<int?> _slots = new("--slots")
    {
        Description = "Kernels that run at once. Default: the number of processors.",
        HelpName = "N",
        CustomParser = result => Quantity.Between32(1, MostSlots)(result),
    };

    private readonly Option<bool> _resume = new("--resume") { Description = "Go on with the latest job of the same command." };

    private readonly Option<DirectoryInfo?> _recordEvents = new("--record-events")
    {
        Description = "Record what the grid's state machines are told, for a bug report.",
        HelpName = "DIR",
    };

    private readonly JobOptionSet _job = new();

    public void AddTo(Command command)
    {
        command.Options.Add(_slots);
        command.Options.Add(_resume);
        command.Options.Add(_recordEvents);
        _job.AddTo(command);
    }

    public RunSettings Read(ParseResult parse) => new()
    {
        Job = _job.Read(parse),
        Slots = parse.GetValue(_slots) ?? Environment.ProcessorCount,
        Resume = parse.GetValue(_resume),
        RecordEventsTo = parse.GetValue(_recordEvents)?.FullName,
    };
}
