using System.Text.Json.Serialization;
using ElasticGrains.Ledger;

namespace ElasticGrains.Cli.Output;

/// <summary>What <c>eg job logs</c> shows as one line: what a kernel wrote, or what became of an attempt.</summary>
/// <param name="Shard">The shard.</param>
/// <param name="Attempt">The attempt epoch.</param>
/// <param name="At">When.</param>
/// <param name="Kind">The stream it was written to (<c>out</c>, <c>error</c>, <c>trace</c>), <c>notice</c>, or what happened: <c>failed</c>, <c>lost</c> ….</param>
/// <param name="Text">The text.</param>
internal sealed record LogView(int Shard, long Attempt, DateTimeOffset At, string Kind, string Text)
{
    /// <summary>The number of the line in the job's log; null for what became of an attempt.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public long? Number { get; init; }

    /// <summary>Where the attempt is or was, if that is what this is about.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Silo { get; init; }

    /// <summary>The same for people. A kernel's text may hold anything: what would command a terminal is replaced.</summary>
    [JsonIgnore]
    public string Line => string.Concat($"shard {Shard} attempt {Attempt} {(Kind is "out" or "error" or "trace" ? "| " : "")}", Printable(Text));

    /// <summary>A text without what would command a terminal.</summary>
    public static string Printable(string text) =>
        text.AsSpan().ContainsAnyInRange('\0', '\x1F') || text.AsSpan().ContainsAnyInRange('\x7F', '\x9F')
            ? string.Concat(text.Select(letter => char.IsControl(letter) && letter != '\t' ? '\uFFFD' : letter))
            : text;

    public static LogView Of(LogLine line) => new(line.Shard, line.Attempt, line.At, line.Stream.ToString().ToLowerInvariant(), line.Text) { Number = line.Number };
}
