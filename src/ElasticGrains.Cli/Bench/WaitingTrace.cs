using System.Globalization;

namespace ElasticGrains.Cli.Bench;

/// <summary>One time that an item was computed, as its process wrote it down.</summary>
/// <param name="Process">The silo's process.</param>
/// <param name="Item">The item.</param>
/// <param name="Began">When it began.</param>
/// <param name="Ended">When it was finished; null when it was not, or not yet.</param>
internal sealed record WaitingTrace(int Process, long Item, DateTimeOffset Began, DateTimeOffset? Ended)
{
    public static void Write(string path, long item, bool isEnd) =>
        File.AppendAllText(path, string.Create(CultureInfo.InvariantCulture, $"{item} {(isEnd ? 'e' : 'b')} {TimeProvider.System.GetUtcNow().UtcTicks}\n"));

    /// <summary>All that was written so far.</summary>
    public static IReadOnlyList<WaitingTrace> Read(string directory) => [.. Directory.EnumerateFiles(directory).SelectMany(ReadFile)];

    private static IEnumerable<WaitingTrace> ReadFile(string path)
    {
        var process = int.Parse(Path.GetFileName(path).Split('-')[0], CultureInfo.InvariantCulture);
        WaitingTrace? begun = null;
        foreach (var words in File.ReadLines(path).Select(line => line.Split(' ')).Where(words => words.Length == 3))
        {
            var (item, at) = (long.Parse(words[0], CultureInfo.InvariantCulture), new DateTimeOffset(long.Parse(words[2], CultureInfo.InvariantCulture), TimeSpan.Zero));
            if (words[1] == "e" && begun is not null)
            {
                yield return begun with { Ended = at };
                begun = null;
            }
            else
            {
                begun = new WaitingTrace(process, item, at, Ended: null);
            }
        }

        if (begun is not null)
        {
            yield return begun;
        }
    }
}
