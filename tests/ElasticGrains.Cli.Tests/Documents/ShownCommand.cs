using System.Text.RegularExpressions;

namespace ElasticGrains.Cli.Tests.Documents;

/// <summary>A command line of <c>eg</c> in a document.</summary>
/// <param name="Line">Of the document, counted from 1.</param>
/// <param name="Words">What follows <c>eg</c>.</param>
/// <param name="IsWhole">True for one to be typed as it stands; false for one in a sentence, which may leave things out.</param>
internal sealed partial record ShownCommand(int Line, IReadOnlyList<string> Words, bool IsWhole)
{
    public static IEnumerable<ShownCommand> In(string document)
    {
        var isFenced = false;
        foreach (var (index, line) in document.Split('\n').Index())
        {
            if (line.StartsWith("```", StringComparison.Ordinal))
            {
                isFenced = !isFenced;
            }
            else if (isFenced || line.StartsWith("    ", StringComparison.Ordinal))
            {
                if (Block().Match(line) is { Success: true } block)
                {
                    // A placeholder stands for something that a reader fills in.
                    var words = ShellLine.Words(block.Groups[1].Value);
                    yield return new(index + 1, words, IsWhole: !words.Any(word => word is "…" || word.StartsWith('[')));
                }
            }
            else
            {
                foreach (Match span in Span().Matches(line))
                {
                    yield return new(index + 1, ShellLine.Words(span.Groups[1].Value), IsWhole: false);
                }
            }
        }
    }

    // The script's own command is no command of the program.
    [GeneratedRegex(@"^\s*(?:\$ )?(?:[A-Za-z_]+=\S* )*(?:(?:\./)?eg|dotnet run --project src/ElasticGrains\.Cli .*?--) (?!test\b)(.+)$")]
    private static partial Regex Block();

    [GeneratedRegex(@"`(?:\./)?eg (?!test\b)([^`]+)`")]
    private static partial Regex Span();
}
