using System.Globalization;
using System.Reflection;
using System.Text.RegularExpressions;

namespace ElasticGrains.Cli.Reference;

/// <summary>A setting as a line of a table.</summary>
/// <param name="Key">Its name.</param>
/// <param name="Type">What it holds.</param>
/// <param name="Default">What it is when nobody sets it.</param>
/// <param name="Text">What it means.</param>
internal sealed partial record SettingRow(string Key, string Type, string Default, string Text)
{
    public static readonly IReadOnlyList<string> Header = ["Setting", "Type", "Default", "Meaning"];

    public IReadOnlyList<string> Cells => [MarkdownTable.Code(Key), Type, Default, Text];

    /// <summary>The properties of an object that can be set, those of its base first, as they stand in the code.</summary>
    /// <param name="settings">An object on which nothing was set.</param>
    /// <param name="prefix">What stands before the names.</param>
    public static IEnumerable<SettingRow> Of(object settings, string prefix = "") =>
        settings.GetType().GetProperties().Where(property => property.SetMethod is { IsPublic: true })
            .OrderBy(property => Depth(property.DeclaringType)).ThenBy(property => property.MetadataToken)
            .Select(property => Of(property, settings, prefix));

    private static SettingRow Of(PropertyInfo property, object settings, string prefix)
    {
        var meaning = Meaning.Of(DocumentationFile.SummaryOf(property));
        return new SettingRow($"{prefix}{property.Name}", TypeOf(property.PropertyType), meaning.Default ?? Value(property.GetValue(settings)), meaning.Text);
    }

    private static int Depth(Type? type) => type is null ? 0 : 1 + Depth(type.BaseType);

    private static string TypeOf(Type type)
    {
        var value = Nullable.GetUnderlyingType(type) ?? type;
        return value switch
        {
            { IsEnum: true } => string.Join(", ", Enum.GetNames(value).Select(MarkdownTable.Code)),
            _ when value == typeof(string) => "text",
            _ when value == typeof(int) => "number",
            _ when value == typeof(bool) => "`true`, `false`",
            _ when value == typeof(TimeSpan) => "time, `[d.]hh:mm:ss`",
            { IsGenericType: true } => "texts by key",
            _ => MarkdownTable.Code(value.Name),
        };
    }

    private static string Value(object? value) => value switch
    {
        null => "",
        bool yes => yes ? "`true`" : "`false`",
        TimeSpan time => MarkdownTable.Code(Fraction().Replace(time.ToString("c"), "$1")),
        IFormattable number => MarkdownTable.Code(number.ToString(null, CultureInfo.InvariantCulture)),
        _ => MarkdownTable.Code(value.ToString() ?? ""),
    };

    [GeneratedRegex(@"(\.\d*?[1-9])0+$")]
    private static partial Regex Fraction();
}
