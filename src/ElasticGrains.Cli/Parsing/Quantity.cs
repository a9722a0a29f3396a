using System.Globalization;
using System.CommandLine.Parsing;

namespace ElasticGrains.Cli.Parsing;

/// <summary>Counts as people write them: <c>2e9</c>, <c>1_000_000</c>, <c>10M</c> (k, M, G, T are powers of 1,000).</summary>
internal static class Quantity
{
    /// <summary>The largest double below which every whole number is exact (2^53); counts written with a point or an exponent stay within it.</summary>
    private const double Exact = 9_007_199_254_740_992;

    public static bool TryParse(string text, out long count)
    {
        count = 0;
        var digits = text.Replace("_", "", StringComparison.Ordinal);
        var scale = digits.Length > 1 ? ScaleOf(digits[^1]) : 1;
        if (scale > 1)
        {
            digits = digits[..^1];
        }

        if (long.TryParse(digits, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole))
        {
            var scaled = (Int128)whole * scale;
            count = scaled >= long.MinValue && scaled <= long.MaxValue ? (long)scaled : 0;
            return scaled == count;
        }

        if (!double.TryParse(digits, NumberStyles.Float, CultureInfo.InvariantCulture, out var real))
        {
            return false;
        }

        real *= scale;
        count = Math.Abs(real) <= Exact ? (long)real : 0;
        return double.IsFinite(real) && real == count;
    }

    /// <summary>A parser for options and arguments that allows <paramref name="least"/> to <paramref name="most"/>.</summary>
    public static Func<ArgumentResult, long> Between(long least, long most = long.MaxValue) => result =>
    {
        var text = result.Tokens[0].Value;
        if (!TryParse(text, out var count))
        {
            result.AddError($"{NameOf(result)}: '{text}' is not a whole number; write for example 250000, 1_000_000, 2e9 or 10M.");
        }
        else if (count < least || count > most)
        {
            result.AddError($"{NameOf(result)}: {text} is not allowed; give {Range(least, most)}.");
        }

        return count;
    };

    /// <summary>As <see cref="Between"/>, for 32 bits.</summary>
    public static Func<ArgumentResult, int> Between32(int least, int most = int.MaxValue)
    {
        var parse = Between(least, most);
        return result => (int)Math.Clamp(parse(result), int.MinValue, int.MaxValue);
    }

    /// <summary>The option or argument as the user knows it.</summary>
    public static string NameOf(ArgumentResult result) => result.Parent is OptionResult option ? option.Option.Name : result.Argument.Name;

    private static string Range(long least, long most) =>
        most is long.MaxValue or int.MaxValue ? $"{least:N0} or more" : $"{least:N0} to {most:N0}";

    private static long ScaleOf(char suffix) => suffix switch
    {
        'k' or 'K' => 1_000,
        'M' => 1_000_000,
        'G' => 1_000_000_000,
        'T' => 1_000_000_000_000,
        _ => 1,
    };
}
