using System.Globalization;

namespace ElasticGrains.Diagnostics;

/// <summary>The beginning of a text that may be of any length, with a mark that says how much is missing.</summary>
public static class Excerpt
{
    /// <summary>The text, or its first <paramref name="most"/> characters and the mark.</summary>
    public static string Of(string text, int most)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentOutOfRangeException.ThrowIfLessThan(most, 1);
        if (text.Length <= most)
        {
            return text;
        }

        // Half a character would be none.
        var kept = char.IsHighSurrogate(text[most - 1]) ? most - 1 : most;
        return string.Concat(text.AsSpan(0, kept), Mark(text.Length - kept));
    }

    /// <summary>Says that so many characters are missing.</summary>
    public static string Mark(long cut) => string.Create(CultureInfo.InvariantCulture, $"… ({cut:N0} {(cut == 1 ? "character" : "characters")} cut)");
}
