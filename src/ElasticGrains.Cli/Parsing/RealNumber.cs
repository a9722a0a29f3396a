using System.CommandLine.Parsing;
using System.Globalization;

namespace ElasticGrains.Cli.Parsing;

/// <summary>Finite real numbers within bounds.</summary>
internal static class RealNumber
{
    /// <summary>A parser that allows finite numbers.</summary>
    public static Func<ArgumentResult, double> Any { get; } = result => Parse(result);

    /// <summary>A parser that allows numbers above zero.</summary>
    public static Func<ArgumentResult, double> Positive { get; } = result => Check(result, Parse(result), value => value > 0, "a number above 0");

    /// <summary>A parser that allows numbers of at least zero.</summary>
    public static Func<ArgumentResult, double> NotNegative { get; } = result => Check(result, Parse(result), value => value >= 0, "0 or more");

    private static double Parse(ArgumentResult result)
    {
        var text = result.Tokens[0].Value;
        if (double.TryParse(text.Replace("_", "", StringComparison.Ordinal), NumberStyles.Float, CultureInfo.InvariantCulture, out var value)
            && double.IsFinite(value))
        {
            return value;
        }

        result.AddError($"{Quantity.NameOf(result)}: '{text}' is not a number; write for example 100, 0.05 or 1e-3.");
        return double.NaN;
    }

    private static double Check(ArgumentResult result, double value, Func<double, bool> holds, string allowed)
    {
        if (!double.IsNaN(value) && !holds(value))
        {
            result.AddError($"{Quantity.NameOf(result)}: {result.Tokens[0].Value} is not allowed; give {allowed}.");
        }

        return value;
    }
}
