using System.Globalization;

namespace ElasticGrains.Cli.Waiting;

/// <summary>One time that an item was computed, as its process wrote it down.</summary>
/// <param name="Process">The silo's process.</param>
/// <param name="Item">The item.</param>
/// <param name="Began">When it began.</param>
/// <param name="Ended">When it was finished; null when it was not, or not yet.</param>
internal sealed record WaitTrace(int Process, long Item, DateTimeOffset Began, DateTimeOffset? Ended)
{
    private const string MadeDirectory = "made";

    /// <summary>All that was written so far.</summary>
    public static IReadOnlyList<WaitTrace> Read(string directory) => [.. Directory.EnumerateFiles(directory).SelectMany(ReadFile)];

    /// <summary>How often items were finished so far, those that were computed again included.</summary>
    public static long Finished(string directory) => Read(directory).Count(trace => trace.Ended is not null);

    /// <summary>Writes down that a process has made the warm state.</summary>
    public static void NoteMade(WaitInput input)
    {
        if (input is { Traces: { } directory, WarmBytes: > 0 })
        {
            var made = Directory.CreateDirectory(Path.Combine(directory, MadeDirectory)).FullName;
            File.WriteAllText(Path.Combine(made, Guid.NewGuid().ToString("n")), Environment.ProcessId.ToString(CultureInfo.InvariantCulture));
        }
    }

    /// <summary>How often the warm state was made, and not carried over.</summary>
    public static int Made(string directory) =>
        Path.Combine(directory, MadeDirectory) is var made && Directory.Exists(made) ? Directory.EnumerateFiles(made).Count() : 0;

    private static IEnumerable<WaitTrace> ReadFile(string path)
    {
        var process = int.Parse(Path.GetFileName(path).Split('-')[0], CultureInfo.InvariantCulture);
        WaitTrace? begun = null;
        foreach (var words in Lines(path).Select(line => line.Split(' ')))
        {
            var (item, at) = (long.Parse(words[0], CultureInfo.InvariantCulture), new DateTimeOffset(long.Parse(words[2], CultureInfo.InvariantCulture), TimeSpan.Zero));
            if (words[1] == "e" && begun is not null)
            {
                yield return begun with { Ended = at };
                begun = null;
            }
            else
            {
                if (begun is not null)
                {
                    yield return begun;
                }

                begun = new WaitTrace(process, item, at, Ended: null);
            }
        }

        if (begun is not null)
        {
            yield return begun;
        }
    }

    // The last line may be half written.
    private static IEnumerable<string> Lines(string path)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        using var reader = new StreamReader(file);
        var text = reader.ReadToEnd();
        return text[..(text.LastIndexOf('\n') + 1)].Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }
}
