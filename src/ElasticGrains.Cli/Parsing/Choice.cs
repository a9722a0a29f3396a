using System.CommandLine.Parsing;

namespace ElasticGrains.Cli.Parsing;

/// <summary>One of a few words: the values of an enumeration in lower case.</summary>
internal static class Choice
{
    /// <summary>The words, as usage texts show them.</summary>
    public static string Words<T>()
        where T : struct, Enum => string.Join('|', Enum.GetNames<T>().Select(name => name.ToLowerInvariant()));

    /// <summary>The value of a word; null when it is none of them.</summary>
    public static T? Find<T>(string word)
        where T : struct, Enum => Enum.GetValues<T>().Where(value => string.Equals(value.ToString(), word, StringComparison.OrdinalIgnoreCase)).Cast<T?>().FirstOrDefault();

    /// <summary>A parser for the words.</summary>
    public static T Parse<T>(ArgumentResult result)
        where T : struct, Enum
    {
        var text = result.Tokens[0].Value;
        if (Find<T>(text) is { } value)
        {
            return value;
        }

        result.AddError($"{Quantity.NameOf(result)}: '{text}' is not allowed; give {Words<T>().Replace("|", " or ", StringComparison.Ordinal)}.");
        return default;
    }
}
