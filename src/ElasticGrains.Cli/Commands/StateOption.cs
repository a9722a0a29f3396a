using System.CommandLine;
using ElasticGrains.Cli.State;

namespace ElasticGrains.Cli.Commands;

/// <summary>Where the ledger is.</summary>
internal sealed class StateOption
{
    private readonly Option<string> _directory = new("--state")
    {
        Description = $"The directory of the ledger or the cluster. Default: one directory per job under {StatePlaces.DefaultRoot}/, {StatePlaces.DefaultClusterDirectory} for a cluster.",
        HelpName = "DIR",
    };

    public StatePlaces Read(ParseResult parse) => new(parse.GetValue(_directory));

    public void AddTo(Command command) => command.Options.Add(_directory);
}
