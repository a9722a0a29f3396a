using System.CommandLine;
using System.CommandLine.Parsing;

namespace ElasticGrains.Cli.Parsing;

/// <summary>An option that no command has, where an argument would take it: of any number of ids <c>--all</c> would be one.</summary>
internal static class StrayOption
{
    /// <summary>The first; null when there is none. What stands behind <c>--</c> is meant as it is.</summary>
    public static string? Find(ParseResult parse)
    {
        var words = parse.Tokens.TakeWhile(token => token.Type != TokenType.DoubleDash).ToHashSet();
        return parse.CommandResult.Children.OfType<ArgumentResult>().SelectMany(argument => argument.Tokens)
            .FirstOrDefault(token => token.Value.Length > 1 && token.Value[0] == '-' && words.Contains(token))?.Value;
    }
}
