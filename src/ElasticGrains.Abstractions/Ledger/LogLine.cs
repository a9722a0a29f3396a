using System.Text;

namespace ElasticGrains.Ledger;

/// <summary>A line that a kernel wrote while it computed.</summary>
/// <param name="Shard">The shard that was computed; in a run, that one of its shards.</param>
/// <param name="Attempt">The attempt epoch.</param>
/// <param name="At">When the line was complete, by the clock of its silo.</param>
/// <param name="Stream">Where it was written to.</param>
/// <param name="Text">
/// The line without its end. What no store can keep, zero characters and halves of surrogate pairs, is replaced by U+FFFD.
/// </param>
public sealed record LogLine(int Shard, long Attempt, DateTimeOffset At, LogStream Stream, string Text)
{
    // About what a row costs beside its text: empty lines must not be free.
    private const int RowBytes = 32;

    /// <summary>Its number in the job's log, rising; 0 before the log has it.</summary>
    public long Number { get; init; }

    /// <inheritdoc cref="LogLine" path="/param[@name='Text']"/>
    public string Text { get; } = Storable(Text);

    /// <summary>What the line counts towards the limit of its log, in bytes; a notice counts nothing.</summary>
    public long Bytes => Stream == LogStream.Notice ? 0 : BytesOf(Text);

    /// <summary>What a line with this text counts.</summary>
    public static long BytesOf(ReadOnlySpan<char> text) => RowBytes + Encoding.UTF8.GetByteCount(text);

    private static string Storable(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (!text.Contains('\0', StringComparison.Ordinal) && text.AsSpan().IndexOfAnyInRange('\uD800', '\uDFFF') < 0)
        {
            return text;
        }

        var clean = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            clean.Append((rune.Value == 0 ? Rune.ReplacementChar : rune).ToString());
        }

        return clean.ToString();
    }
}
