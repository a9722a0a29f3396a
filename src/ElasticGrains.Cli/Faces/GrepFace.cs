using System.CommandLine;
using ElasticGrains.Cli.Output;
using ElasticGrains.Cli.Parsing;
using ElasticGrains.Kernels.Text;

namespace ElasticGrains.Cli.Faces;

/// <summary><c>eg run grep</c>.</summary>
internal sealed class GrepFace() : KernelFace<GrepInput, GrepTally, GrepResult>(new GrepKernel())
{
    private readonly Argument<string> _pattern = new("PATTERN") { Description = "The text to look for." };

    private readonly InputFilesOption _files = new();

    private readonly Option<bool> _regex = new("--regex") { Description = "The pattern is a regular expression (no look-around, no back references)." };

    private readonly Option<bool> _ignoreCase = new("--ignore-case") { Description = "Upper and lower case are the same." };

    private readonly Option<int> _maxMatches = new("--max-matches")
    {
        Description = "How many of the first matching lines to show.",
        HelpName = "N",
        DefaultValueFactory = _ => 20,
        CustomParser = Quantity.Between32(0, 10_000),
    };

    public override string Description => "Find the lines of text files that match.";

    public override string ItemWord => "bytes";

    public override void AddTo(Command command)
    {
        command.Arguments.Add(_pattern);
        _files.AddTo(command);
        command.Options.Add(_regex);
        command.Options.Add(_ignoreCase);
        command.Options.Add(_maxMatches);
    }

    protected override GrepInput Read(ParseResult parse) => new()
    {
        Files = _files.Read(parse),
        Pattern = parse.GetRequiredValue(_pattern),
        Regex = parse.GetValue(_regex),
        IgnoreCase = parse.GetValue(_ignoreCase),
        MaxMatches = parse.GetValue(_maxMatches),
    };

    protected override ResultView View(GrepResult result)
    {
        var matches = result.Matches.Select(match => $"{Path.GetRelativePath(Environment.CurrentDirectory, match.File)}:{match.Offset}: {Printable(match.Line)}");
        var text = $"{Figures.Count(result.MatchingLines)} of {Figures.Count(result.Lines)} lines match";
        var rest = result.MatchingLines - result.Matches.Count;
        return new ResultView(text, null, [.. matches, rest > 0 ? $"{text}; {Figures.Count(rest)} of them are not shown" : text]);
    }

    // A log may hold escape sequences; a terminal must not obey them.
    private static string Printable(string line) => string.Concat(line.Select(letter => char.IsControl(letter) && letter != '\t' ? '\uFFFD' : letter));
}
