using System.Globalization;

namespace ElasticGrains.Diagnostics;

/// <summary>The beginning of a text that may be of any length, with a mark that says how much is missing.</summary>
public static class Excerpt
{
    /// <summary>The text, or its first <paramref name="most"/> characters and the mark.</summary>
    /// <param name="text">The text.</param>
    /// <param name="most">The most characters of it, the mark not counted; at least 1.</param>
    /// <param name="isWhole">False when more was left out of the text before: the mark then says "at least".</param>
    public static string Of(string text, int most, bool isWhole = true)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentOutOfRangeException.ThrowIfLessThan(most, 1);
        if (text.Length <= most)
        {
            return text;
        }

        // Half a character would be none.
        var kept = char.IsHighSurrogate(text[most - 1]) ? most - 1 : most;
        return string.Concat(text.AsSpan(0, kept), Mark(text.Length - kept, isWhole));
    }

    /// <summary>Says that so many characters are missing, or at least so many.</summary>
    public static string Mark(long cut, bool isAll = true) =>
        string.Create(CultureInfo.InvariantCulture, $"… ({(isAll ? "" : "at least ")}{cut:N0} {(cut == 1 ? "character" : "characters")} cut)");
}
