namespace ElasticGrains.Tests.Silo;

/// <summary>Items that take time, and leave a trace of every time that they were computed.</summary>
/// <param name="Items">How many.</param>
/// <param name="Milliseconds">The time of each.</param>
/// <param name="Traces">A directory: each thread that computes writes a file of its own there.</param>
/// <param name="DearItems">So many of the first items take longer.</param>
/// <param name="DearBy">So many times longer.</param>
public sealed record CountedInput(long Items, int Milliseconds, string Traces, long DearItems = 0, int DearBy = 1)
{
    /// <summary>How many items were computed so far, those computed again included.</summary>
    public static long Computed(string traces) =>
        Directory.EnumerateFiles(traces).SelectMany(File.ReadLines).Sum(line => long.Parse(line, System.Globalization.CultureInfo.InvariantCulture));
}
