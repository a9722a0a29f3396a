using System.CommandLine;
using System.CommandLine.Parsing;
using ElasticGrains.Jobs;

namespace ElasticGrains.Cli.Parsing;

/// <summary>Tags as people write them: <c>--tag team=risk --tag run=nightly</c>.</summary>
internal static class TagList
{
    /// <summary>The option, with what it means for a command.</summary>
    public static Option<Dictionary<string, string>> Option(string description) => new("--tag")
    {
        Description = $"{description}; may be given several times.",
        HelpName = "KEY=VALUE",
        Arity = ArgumentArity.OneOrMore,
        CustomParser = Parse,
    };

    /// <summary>Of a key that is given twice the last value counts.</summary>
    private static Dictionary<string, string> Parse(ArgumentResult result)
    {
        var tags = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var token in result.Tokens)
        {
            var equals = token.Value.IndexOf('=', StringComparison.Ordinal);
            if (equals <= 0)
            {
                result.AddError($"{Quantity.NameOf(result)}: '{token.Value}' is not a tag; write KEY=VALUE.");
                continue;
            }

            tags[token.Value[..equals]] = token.Value[(equals + 1)..];
        }

        foreach (var problem in JobTags.Problems(tags))
        {
            result.AddError($"{Quantity.NameOf(result)}: {problem}");
        }

        return tags;
    }
}
