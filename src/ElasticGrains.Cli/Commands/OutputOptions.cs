using System.CommandLine;
using ElasticGrains.Cli.Output;
using ElasticGrains.Cli.Parsing;

namespace ElasticGrains.Cli.Commands;

/// <summary>The option that every command with an answer has.</summary>
internal sealed class OutputOptions
{
    private readonly Option<OutputFormat> _format = new("--output", "-o")
    {
        Description = "text for people, json for programs. Default: text.",
        HelpName = Choice.Words<OutputFormat>(),
        CustomParser = Choice.Parse<OutputFormat>,
    };

    public OutputFormat Read(ParseResult parse) => parse.GetValue(_format);

    public void AddTo(Command command) => command.Options.Add(_format);
}
