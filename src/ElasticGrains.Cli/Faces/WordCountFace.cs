using System.CommandLine;
using ElasticGrains.Cli.Output;
using ElasticGrains.Cli.Parsing;
using ElasticGrains.Kernels.Text;

namespace ElasticGrains.Cli.Faces;

/// <summary><c>eg run wordcount</c>.</summary>
internal sealed class WordCountFace() : KernelFace<WordCountInput, WordTally, WordCountResult>(new WordCountKernel())
{
    // More words than this in a line of progress would push out the figures.
    private const int BriefWords = 3;

    private readonly InputFilesOption _files = new();

    private readonly Option<int> _top = new("--top")
    {
        Description = "How many of the most frequent words to list.",
        HelpName = "N",
        DefaultValueFactory = _ => 20,
        CustomParser = Quantity.Between32(1, 100_000),
    };

    private readonly Option<bool> _unicode = new("--unicode") { Description = "Words of all scripts by Unicode's letters; slower." };

    public override string Description => "Count the words of text files.";

    public override string ItemWord => "bytes";

    public override void AddTo(Command command)
    {
        _files.AddTo(command);
        command.Options.Add(_top);
        command.Options.Add(_unicode);
    }

    protected override WordCountInput Read(ParseResult parse) => new()
    {
        Files = _files.Read(parse),
        Top = parse.GetValue(_top),
        Rule = parse.GetValue(_unicode) ? WordRule.Unicode : WordRule.Ascii,
    };

    protected override ResultView View(WordCountResult result)
    {
        var table = new TextTable("WORD", "COUNT#", "SHARE#");
        foreach (var entry in result.Top)
        {
            table.Add(Figures.Brief(entry.Word), Figures.Count(entry.Count), $"{100.0 * entry.Count / result.Words:0.00} %");
        }

        List<string> lines = [$"{Figures.Count(result.Words, "word")}, {Figures.Count(result.Distinct)} different, in {Figures.Count(result.Bytes, "byte")}"];
        if (result.InvalidBytes > 0)
        {
            lines.Add($"note: {Figures.Count(result.InvalidBytes, "byte")} {(result.InvalidBytes == 1 ? "is" : "are")} not UTF-8");
        }

        if (result.Overlong > 0)
        {
            lines.Add($"note: {Figures.Count(result.Overlong, "word")} longer than 1,024 bytes; of such a word the first 1,024 count");
        }

        var brief = string.Join(", ", result.Top.Take(BriefWords).Select(entry => $"{Figures.Brief(entry.Word)} {Figures.Count(entry.Count)}"));
        return new ResultView(brief.Length == 0 ? "no words" : brief, table, [.. lines]);
    }
}
