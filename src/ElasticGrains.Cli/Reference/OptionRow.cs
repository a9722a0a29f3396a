using System.Collections;
using System.CommandLine;
using System.Globalization;

namespace ElasticGrains.Cli.Reference;

/// <summary>An option as a line of a table; two options that read alike are one to a reader.</summary>
internal sealed record OptionRow(string Names, string Value, string Default, string Text)
{
    public static readonly IReadOnlyList<string> Header = ["Option", "Value", "Default", "Meaning"];

    public IReadOnlyList<string> Cells => [Names, MarkdownTable.Code(Value), Default, Text];

    public static OptionRow Of(Option option)
    {
        var meaning = Meaning.Of(option.Description);
        var names = option.Aliases.Where(alias => alias.StartsWith('-')).Prepend(option.Name).Select(MarkdownTable.Code);
        return new OptionRow(string.Join(", ", names), ValueOf(option), DefaultOf(option, meaning), $"{meaning.Text.TrimEnd('.')}.");
    }

    /// <summary>What stands behind the option's name; empty for one that is only on or off.</summary>
    public static string ValueOf(Option option) => option.HelpName ?? (IsFlag(option) ? "" : Words(option.ValueType));

    private static bool IsFlag(Option option) => option.Arity.MaximumNumberOfValues == 0 || option.ValueType == typeof(bool);

    private static string DefaultOf(Option option, Meaning meaning) =>
        option.Required ? "required" : meaning.Default ?? (option.HasDefaultValue && !IsFlag(option) ? Code(option.GetDefaultValue()) : "");

    private static string Words(Type type)
    {
        var value = Nullable.GetUnderlyingType(type) ?? type.GetElementType() ?? type;
        return value.IsEnum ? string.Join('|', Enum.GetNames(value)) : value == typeof(FileInfo) ? "FILE" : "N";
    }

    private static string Code(object? value) => value switch
    {
        null => "",
        string text => MarkdownTable.Code(text),
        IEnumerable many => string.Join(", ", many.Cast<object>().Select(Code)),
        IFormattable number => MarkdownTable.Code(number.ToString(null, CultureInfo.InvariantCulture)),
        _ => MarkdownTable.Code(value.ToString() ?? ""),
    };
}
