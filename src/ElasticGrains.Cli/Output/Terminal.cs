namespace ElasticGrains.Cli.Output;

/// <summary>Where text goes: answers to stdout, notes to stderr; drawn only when a person looks at it.</summary>
internal static class Terminal
{
    /// <summary>True when stdout is a terminal that can redraw.</summary>
    public static bool IsInteractive { get; } =
        !Console.IsOutputRedirected && Environment.GetEnvironmentVariable("TERM") is not "dumb";

    public static void Line(string text = "") => Console.Out.WriteLine(text);

    public static void Note(string text) => Console.Error.WriteLine(text);

    public static void Table(TextTable table)
    {
        // The drawing library is loaded only here, so that scripts do not pay for it.
        if (IsInteractive)
        {
            DrawnTable.Print(table);
        }
        else
        {
            PlainTable.Print(table, Console.Out);
        }
    }

    public static void View(ResultView view)
    {
        if (view.Table is { Rows.Count: > 0 } table)
        {
            Table(table);
        }

        foreach (var line in view.Lines)
        {
            Line(line);
        }
    }
}
