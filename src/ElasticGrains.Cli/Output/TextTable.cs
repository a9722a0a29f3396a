namespace ElasticGrains.Cli.Output;

/// <summary>A table before anyone decided how it is drawn. Columns whose name ends in '#' are numbers and go to the right.</summary>
internal sealed class TextTable(params string[] columns)
{
    private const char NumberMark = '#';

    private readonly List<string[]> _rows = [];

    public IReadOnlyList<string> Columns { get; } = [.. columns.Select(column => column.TrimEnd(NumberMark))];

    public IReadOnlyList<bool> AreNumbers { get; } = [.. columns.Select(column => column.EndsWith(NumberMark))];

    public IReadOnlyList<IReadOnlyList<string>> Rows => _rows;

    public TextTable Add(params string[] cells)
    {
        _rows.Add(cells);
        return this;
    }

    /// <summary>The first rows only.</summary>
    public TextTable Head(int rows)
    {
        var head = new TextTable([.. Columns.Zip(AreNumbers, (column, isNumber) => isNumber ? column + NumberMark : column)]);
        head._rows.AddRange(_rows.Take(rows));
        return head;
    }
}
