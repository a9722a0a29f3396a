namespace ElasticGrains.Cli.Output;

/// <summary>A table in aligned columns without lines, for files and pipes.</summary>
internal static class PlainTable
{
    private const string Gap = "  ";

    public static void Print(TextTable table, TextWriter to)
    {
        var widths = table.Columns.Select((column, i) => table.Rows.Select(row => row[i].Length).Append(column.Length).Max()).ToArray();
        Write(table.Columns);
        foreach (var row in table.Rows)
        {
            Write(row);
        }

        void Write(IReadOnlyList<string> cells) => to.WriteLine(string.Join(
            Gap, cells.Select((cell, i) => table.AreNumbers[i] ? cell.PadLeft(widths[i]) : cell.PadRight(widths[i]))).TrimEnd());
    }
}
