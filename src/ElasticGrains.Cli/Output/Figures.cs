using System.Globalization;

namespace ElasticGrains.Cli.Output;

/// <summary>Numbers as people read them.</summary>
internal static class Figures
{
    private static readonly string[] BinaryUnits = ["B", "KiB", "MiB", "GiB", "TiB", "PiB"];
    private static readonly string[] DecimalUnits = ["", " k", " M", " G", " T", " P"];

    // Longer than any word of a dictionary.
    private const int MostOfAText = 60;

    public static string Count(long count) => count.ToString("N0", CultureInfo.InvariantCulture);

    /// <summary>A count with its noun, for example <c>1 split</c> or <c>12 splits</c>.</summary>
    public static string Count(long count, string singular) => $"{Count(count)} {singular}{(count == 1 ? "" : "s")}";

    /// <summary>A text that may be long, cut where a column would burst.</summary>
    public static string Brief(string text) => text.Length <= MostOfAText ? text : $"{text[..MostOfAText]}…";

    /// <summary>An amount with its unit, three figures: <c>1.23 GiB</c> of bytes, <c>2.1 M samples</c> of others.</summary>
    public static string Short(double amount, string unit)
    {
        var isBytes = unit == "bytes";
        var units = isBytes ? BinaryUnits : DecimalUnits;
        var step = isBytes ? 1024 : 1000;
        var at = 0;
        for (; amount >= step && at < units.Length - 1; at++)
        {
            amount /= step;
        }

        var figure = at == 0 ? amount.ToString("0", CultureInfo.InvariantCulture) : amount.ToString(amount >= 100 ? "0" : amount >= 10 ? "0.0" : "0.00", CultureInfo.InvariantCulture);
        return isBytes ? $"{figure} {units[at]}" : $"{figure}{units[at]} {unit}";
    }

    public static string Share(long part, long whole) => whole == 0 ? "100 %" : $"{Math.Floor(1000.0 * part / whole) / 10:0.0} %";

    public static string Tags(IReadOnlyDictionary<string, string> tags) =>
        string.Join(' ', tags.OrderBy(tag => tag.Key, StringComparer.Ordinal).Select(tag => $"{tag.Key}={tag.Value}"));

    public static string Time(DateTimeOffset at) => at.ToUniversalTime().ToString("yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
