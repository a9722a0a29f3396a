using System.CommandLine;
using System.CommandLine.Help;
using System.Text;

namespace ElasticGrains.Cli.Reference;

/// <summary>The commands as a document, from the tree that parses them.</summary>
internal sealed class CommandReference
{
    // Deeper headings are hard to tell from text.
    private const int DeepestHeading = 4;

    private readonly StringBuilder _text = new();

    // What a command takes, by its name and that: kernels take the same wherever they stand.
    private readonly Dictionary<(string Name, string Takes), string> _told = [];

    private CommandReference()
    {
    }

    public static string Render(Command root)
    {
        var reference = new CommandReference();
        reference.AppendRoot(root);
        return reference._text.ToString().TrimEnd('\n') + "\n";
    }

    private void AppendRoot(Command root)
    {
        _text.Append("# The command eg\n\n<!-- Written by './eg docs cli > docs/cli.md'. -->\n\n");
        _text.Append("Counts read `250000`, `1_000_000`, `2e9` or `10M`; lengths of time `500ms`, `2s`, `10m`, `1.5h` or `2d`. Where no default is given, the\n");
        _text.Append("option is off or sets nothing. Exit codes are in [README.md](../README.md#look-at-jobs).\n\n");
        MarkdownTable.Append(_text, ["Command", "What it does"], Visible(root).Select(IReadOnlyList<string> (command) => [$"[`eg {command.Name}`](#eg-{command.Name})", command.Description ?? ""]));
        _text.Append("Every command takes these:\n\n");
        MarkdownTable.Append(_text, OptionRow.Header, root.Options.Where(option => option is HelpOption || option.Recursive).Select(option => OptionRow.Of(option).Cells));
        foreach (var command in Visible(root))
        {
            Append(command, "eg", level: 2, said: new HashSet<OptionRow>());
        }
    }

    /// <param name="command">The command.</param>
    /// <param name="parent">The words before its name.</param>
    /// <param name="level">Of its heading.</param>
    /// <param name="said">The options that a command above has told for all below it.</param>
    private void Append(Command command, string parent, int level, IReadOnlySet<OptionRow> said)
    {
        var path = $"{parent} {command.Name}";
        _text.Append('#', Math.Min(level, DeepestHeading)).Append(' ').Append(path).Append("\n\n").Append(command.Description).Append("\n\n");
        if (!IsGroup(command))
        {
            _text.Append("    ").Append(Usage(command, path)).Append("\n\n");
        }

        var options = OptionsOf(command);
        AppendOnce(command, path, Takes(command, path, [.. options.Where(option => !said.Contains(option))]));
        var below = said.Concat(options).ToHashSet();
        foreach (var child in Visible(command))
        {
            Append(child, path, level + 1, below);
        }
    }

    private void AppendOnce(Command command, string path, string takes)
    {
        if (takes.Length == 0 || _told.TryAdd((command.Name, takes), path))
        {
            _text.Append(takes);
        }
        else
        {
            var other = _told[(command.Name, takes)];
            _text.Append($"It takes what [`{other}`](#{other.Replace(' ', '-')}) takes by itself.\n\n");
        }
    }

    private static string Takes(Command command, string path, IReadOnlyCollection<OptionRow> options)
    {
        var text = new StringBuilder();
        if (command.Arguments.Count > 0)
        {
            MarkdownTable.Append(text, ["Argument", "Meaning"], command.Arguments.Select(IReadOnlyList<string> (argument) => [MarkdownTable.Code(argument.Name), argument.Description ?? ""]));
        }

        if (options.Count > 0)
        {
            text.Append(IsGroup(command) ? $"Every `{path} …` takes these:\n\n" : "");
            MarkdownTable.Append(text, OptionRow.Header, options.Select(option => option.Cells));
        }

        return text.ToString();
    }

    private static bool IsGroup(Command command) => Visible(command).Any();

    private static IEnumerable<Command> Visible(Command command) => command.Subcommands.Where(sub => !sub.Hidden);

    private static IEnumerable<Option> Own(Command command) => command.Options.Where(option => option is not HelpOption && !option.Hidden);

    // Of a group: its own, and what all commands below it take alike.
    private static OptionRow[] OptionsOf(Command command)
    {
        var own = Own(command).Select(OptionRow.Of);
        var below = Visible(command).Select(OptionsOf).ToArray();
        return [.. own, .. below.Length > 1 ? below.Aggregate((left, right) => [.. left.Intersect(right)]) : []];
    }

    private static string Usage(Command command, string path)
    {
        var arguments = command.Arguments.Select(argument => argument.Arity switch
        {
            { MinimumNumberOfValues: 0, MaximumNumberOfValues: > 1 } => $"[{argument.Name}…]",
            { MinimumNumberOfValues: 0 } => $"[{argument.Name}]",
            { MaximumNumberOfValues: > 1 } => $"{argument.Name}…",
            _ => argument.Name,
        });
        var required = Own(command).Where(option => option.Required).Select(option => $"{option.Name} {OptionRow.ValueOf(option)}");
        var rest = Own(command).Any(option => !option.Required) ? ["[options]"] : Array.Empty<string>();
        return string.Join(' ', [path, .. arguments, .. required, .. rest]);
    }
}
