using System.Text;

namespace ElasticGrains.Cli.Tests.Documents;

/// <summary>A line for a shell, as far as documents need one: words, quotes, and what ends a command.</summary>
internal static class ShellLine
{
    private const string Ends = "#|>&;";

    /// <summary>The words of the first command.</summary>
    public static IReadOnlyList<string> Words(string line)
    {
        var words = new List<string>();
        for (var at = 0; at < line.Length;)
        {
            if (char.IsWhiteSpace(line[at]))
            {
                at++;
            }
            else if (Ends.Contains(line[at], StringComparison.Ordinal))
            {
                break;
            }
            else
            {
                words.Add(Word(line, ref at));
            }
        }

        return words;
    }

    private static string Word(string line, ref int at)
    {
        var word = new StringBuilder();
        char? quote = null;
        for (; at < line.Length && (quote is not null || !(char.IsWhiteSpace(line[at]) || "|>&;".Contains(line[at], StringComparison.Ordinal))); at++)
        {
            if (line[at] == quote)
            {
                quote = null;
            }
            else if (quote is null && line[at] is '\'' or '"')
            {
                quote = line[at];
            }
            else
            {
                word.Append(line[at]);
            }
        }

        return word.ToString();
    }
}
