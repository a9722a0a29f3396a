using System.CommandLine.Parsing;

namespace ElasticGrains.Cli.Parsing;

/// <summary>Some of a few words, with commas between them: <c>kill,freeze</c>.</summary>
internal static class ChoiceList
{
    /// <summary>A parser for the words; each counts once.</summary>
    public static IReadOnlyList<T> Parse<T>(ArgumentResult result)
        where T : struct, Enum
    {
        var values = new List<T>();
        foreach (var word in result.Tokens.SelectMany(token => token.Value.Split(',', StringSplitOptions.TrimEntries)))
        {
            if (Choice.Find<T>(word) is { } value)
            {
                values.Add(value);
            }
            else
            {
                result.AddError($"{Quantity.NameOf(result)}: '{word}' is not allowed; give some of {Choice.Words<T>().Replace("|", ", ", StringComparison.Ordinal)}, with commas between them.");
                return [];
            }
        }

        return [.. values.Distinct()];
    }
}
