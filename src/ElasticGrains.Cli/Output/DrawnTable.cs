using Spectre.Console;

namespace ElasticGrains.Cli.Output;

/// <summary>A table for a terminal.</summary>
internal static class DrawnTable
{
    public static void Print(TextTable table) => AnsiConsole.Write(Of(table));

    public static Table Of(TextTable table)
    {
        var drawn = new Table().Border(TableBorder.Rounded);
        for (var i = 0; i < table.Columns.Count; i++)
        {
            var column = new TableColumn(new Text(table.Columns[i]));
            drawn.AddColumn(table.AreNumbers[i] ? column.RightAligned() : column);
        }

        foreach (var row in table.Rows)
        {
            drawn.AddRow(row.Select(cell => new Text(cell)));
        }

        return drawn;
    }
}
