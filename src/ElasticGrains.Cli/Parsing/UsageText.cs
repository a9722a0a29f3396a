using System.CommandLine;
using System.CommandLine.Parsing;

namespace ElasticGrains.Cli.Parsing;

/// <summary>What is wrong with a command line, in one line.</summary>
internal static class UsageText
{
    /// <summary>Null when nothing is.</summary>
    public static string? Find(ParseResult parse) => parse.Errors.Count > 0 || StrayOption.Find(parse) is not null ? Of(parse) : null;

    private static string Of(ParseResult parse)
    {
        var path = PathOf(parse.CommandResult);
        return $"{Problem(parse)} See: {path} --help";
    }

    private static string Problem(ParseResult parse)
    {
        var command = parse.CommandResult.Command;
        var unmatched = parse.UnmatchedTokens;
        // In a group of commands the first word decides what the rest means; in a command a misspelt option does.
        var isGroup = command.Subcommands.Count > 0;
        if (StrayOption.Find(parse) is { } stray)
        {
            return $"unknown option '{stray}'{DidYouMean(stray, OptionsOf(parse.CommandResult))}";
        }

        if (unmatched.Take(isGroup ? 1 : unmatched.Count).FirstOrDefault(token => token.StartsWith('-') && token.Length > 1) is { } option)
        {
            return $"unknown option '{option}'{DidYouMean(option, OptionsOf(parse.CommandResult))}";
        }

        if (unmatched.Count > 0)
        {
            var names = command.Subcommands.Where(sub => !sub.Hidden).Select(sub => sub.Name).ToArray();
            return names.Length == 0
                ? $"'{unmatched[0]}' is one argument too many."
                : $"unknown {KindOf(command)} '{unmatched[0]}'{DidYouMean(unmatched[0], names)} There are: {string.Join(", ", names)}.";
        }

        if (isGroup && command.Action is null)
        {
            return $"say which {KindOf(command)}: {string.Join(", ", command.Subcommands.Where(sub => !sub.Hidden).Select(sub => sub.Name))}.";
        }

        return string.Join(" ", parse.Errors.Select(Text).Distinct());
    }

    // An argument of a command has no option before it to be known by.
    private static string Text(ParseError error) => error.SymbolResult is ArgumentResult { Tokens.Count: 0, Parent: CommandResult, Argument: var argument }
        ? $"{argument.Name} is missing: {argument.Description}"
        : ExceptionText.OneLine(error.Message);

    private static string KindOf(Command command) => command.Name is "run" or "check" ? "kernel" : "command";

    private static string DidYouMean(string word, IEnumerable<string> candidates) =>
        Nearest.To(word, candidates) is { } nearest ? $"; did you mean '{nearest}'?" : ".";

    private static IEnumerable<string> OptionsOf(SymbolResult? result)
    {
        for (; result is CommandResult commandResult; result = result.Parent)
        {
            foreach (var option in commandResult.Command.Options)
            {
                yield return option.Name;
            }
        }
    }

    private static string PathOf(CommandResult result)
    {
        var names = new List<string>();
        for (SymbolResult? at = result; at is CommandResult command; at = command.Parent)
        {
            names.Insert(0, command.Command.Name);
        }

        return string.Join(' ', names);
    }
}
