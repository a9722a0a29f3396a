using System.Text;

namespace ElasticGrains.Cli.Reference;

/// <summary>A table of a document.</summary>
internal static class MarkdownTable
{
    public static void Append(StringBuilder text, IReadOnlyList<string> header, IEnumerable<IReadOnlyList<string>> rows)
    {
        AppendRow(text, header);
        AppendRow(text, [.. header.Select(_ => "---")]);
        foreach (var row in rows)
        {
            AppendRow(text, row);
        }

        text.Append('\n');
    }

    /// <summary>As code, or nothing.</summary>
    public static string Code(string text) => text.Length > 0 ? $"`{text}`" : "";

    private static void AppendRow(StringBuilder text, IReadOnlyList<string> cells) =>
        text.Append("| ").AppendJoin(" | ", cells.Select(cell => cell.Replace("|", "\\|", StringComparison.Ordinal))).Append(" |\n");
}
