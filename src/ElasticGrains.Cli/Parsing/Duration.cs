using System.CommandLine.Parsing;
using System.Globalization;

namespace ElasticGrains.Cli.Parsing;

/// <summary>Lengths of time as people write them: <c>500ms</c>, <c>2s</c>, <c>10m</c>, <c>1.5h</c>, <c>2d</c>; a bare number is seconds.</summary>
internal static class Duration
{
    // A year is far beyond any deadline and far below what TimeSpan can hold.
    private static readonly TimeSpan Longest = TimeSpan.FromDays(366);

    public static bool TryParse(string text, out TimeSpan length)
    {
        var unitAt = text.AsSpan().LastIndexOfAnyInRange('0', '9') + 1;
        var seconds = text[unitAt..] switch
        {
            "ms" => 0.001,
            "" or "s" => 1,
            "m" => 60,
            "h" => 3_600,
            "d" => 86_400,
            _ => double.NaN,
        };
        length = default;
        if (!double.TryParse(text.AsSpan(0, unitAt), NumberStyles.Float, CultureInfo.InvariantCulture, out var count)
            || !(Math.Abs(count * seconds) <= Longest.TotalSeconds))
        {
            return false;
        }

        length = TimeSpan.FromSeconds(count * seconds);
        return true;
    }

    /// <summary>A parser for options that allows <paramref name="least"/> to <paramref name="most"/>.</summary>
    public static Func<ArgumentResult, TimeSpan> Between(TimeSpan least, TimeSpan? most = null) => result =>
    {
        var text = result.Tokens[0].Value;
        var name = Quantity.NameOf(result);
        if (!TryParse(text, out var length))
        {
            result.AddError($"{name}: '{text}' is not a length of time; write for example 500ms, 2s, 10m or 1.5h.");
        }
        else if (length < least || length > (most ?? Longest))
        {
            var upper = most is { } bound ? $" to {Text(bound)}" : " or more";
            result.AddError($"{name}: {text} is not allowed; give {Text(least)}{upper}.");
        }

        return length;
    };

    /// <summary>The length as this command line writes it.</summary>
    public static string Text(TimeSpan length) => length switch
    {
        { TotalSeconds: < 1 } => $"{length.TotalMilliseconds:0}ms",
        { TotalMinutes: < 1 } => $"{length.TotalSeconds:0.#}s",
        { TotalHours: < 1 } => $"{(int)length.TotalMinutes}m{length.Seconds:00}s",
        { TotalDays: < 2 } => $"{(int)length.TotalHours}h{length.Minutes:00}m",
        _ => $"{(int)length.TotalDays}d{length.Hours:00}h",
    };
}
