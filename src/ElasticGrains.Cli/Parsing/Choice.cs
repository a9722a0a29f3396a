using System.CommandLine.Parsing;

namespace ElasticGrains.Cli.Parsing;

/// <summary>One of a few words: the values of an enumeration in lower case.</summary>
internal static class Choice
{
    /// <summary>The words, as usage texts show them.</summary>
    public static string Words<T>()
        where T : struct, Enum => string.Join('|', Enum.GetNames<T>().Select(name => name.ToLowerInvariant()));

    /// <summary>A parser for the words.</summary>
    public static T Parse<T>(ArgumentResult result)
        where T : struct, Enum
    {
        var text = result.Tokens[0].Value;
        foreach (var value in Enum.GetValues<T>())
        {
            if (string.Equals(value.ToString(), text, StringComparison.OrdinalIgnoreCase))
            {
                return value;
            }
        }

        result.AddError($"{Quantity.NameOf(result)}: '{text}' is not allowed; give {Words<T>().Replace("|", " or ", StringComparison.Ordinal)}.");
        return default;
    }
}
