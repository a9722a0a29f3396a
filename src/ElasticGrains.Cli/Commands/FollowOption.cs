using System.CommandLine;

namespace ElasticGrains.Cli.Commands;

/// <summary>Whether a command goes on with what is still to come.</summary>
internal sealed class FollowOption
{
    private readonly Option<bool> _follow = new("--follow", "-f") { Description = "Wait for more until the job ends." };

    public bool Read(ParseResult parse) => parse.GetValue(_follow);

    public void AddTo(Command command) => command.Options.Add(_follow);
}
