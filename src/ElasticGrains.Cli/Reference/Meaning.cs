using System.Text.RegularExpressions;

namespace ElasticGrains.Cli.Reference;

/// <summary>A description, and what it says to be the default in a last sentence of its own (<c>Default: 2s.</c>).</summary>
/// <param name="Text">What the thing means.</param>
/// <param name="Default">What it is when nothing is said; null when the description does not tell.</param>
internal sealed partial record Meaning(string Text, string? Default)
{
    public static Meaning Of(string? description)
    {
        var sentence = DefaultSentence().Match(description ?? "");
        return sentence.Success ? new(description![..sentence.Index], sentence.Groups[1].Value) : new(description ?? "", null);
    }

    [GeneratedRegex(@"\s*(?<=^|[.;?]\s+)Default: (.+?)\.?\s*$", RegexOptions.Singleline)]
    private static partial Regex DefaultSentence();
}
