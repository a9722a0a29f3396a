using System.CommandLine;

namespace ElasticGrains.Cli.Commands;

/// <summary>The user's own program, in place of this one.</summary>
/// <param name="description">What a command takes from it.</param>
internal sealed class HostOption(string description)
{
    private readonly Option<FileInfo?> _host = new("--host") { Description = description, HelpName = "FILE" };

    /// <summary>Null for this program.</summary>
    /// <exception cref="EgException">There is no such file.</exception>
    public FileInfo? Read(ParseResult parse) => parse.GetValue(_host) is { Exists: false } missing
        ? throw EgException.Usage($"--host: {missing.FullName} does not exist; build it first.")
        : parse.GetValue(_host);

    public void AddTo(Command command) => command.Options.Add(_host);
}
