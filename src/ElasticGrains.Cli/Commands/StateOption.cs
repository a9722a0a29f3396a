using System.CommandLine;
using ElasticGrains.Cli.State;

namespace ElasticGrains.Cli.Commands;

/// <summary>Where the ledger is.</summary>
internal sealed class StateOption
{
    private readonly Option<string> _directory = new("--state")
    {
        Description = $"The directory of the ledger. Default: one directory per job under {StatePlaces.DefaultRoot}/.",
        HelpName = "DIR",
    };

    public StatePlaces Read(ParseResult parse) => new(parse.GetValue(_directory));

    public void AddTo(Command command) => command.Options.Add(_directory);
}
