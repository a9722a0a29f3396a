using System.CommandLine.Parsing;
using System.Globalization;

namespace ElasticGrains.Cli.Parsing;

/// <summary>Lengths of time in minutes, as a bare number: <c>30</c>, <c>0.5</c>.</summary>
internal static class Minutes
{
    private const double Least = 0.1;
    private const double Most = 7 * 24 * 60;

    public static double Parse(ArgumentResult result)
    {
        var text = result.Tokens[0].Value;
        if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var minutes) && minutes is >= Least and <= Most)
        {
            return minutes;
        }

        result.AddError(string.Create(CultureInfo.InvariantCulture, $"{Quantity.NameOf(result)}: '{text}' is not allowed; give {Least} to {Most:N0} minutes, for example 3 or 0.5."));
        return default;
    }
}
