using System.Text.RegularExpressions;
using ElasticGrains.Cli.Tests.Support;

namespace ElasticGrains.Cli.Tests.Documents;

/// <summary>A block of C# in a document, with the mark above it that says where it is compiled: <c>&lt;!-- file.cs --&gt;</c> or <c>&lt;!-- file.cs#region --&gt;</c>.</summary>
/// <param name="File">The file, from the repository's root; empty where there is no mark.</param>
/// <param name="Region">The region of the file; empty for all of it.</param>
/// <param name="Text">What is shown.</param>
internal sealed partial record ShownCode(string File, string Region, string Text)
{
    public static IEnumerable<ShownCode> In(string document) =>
        Block().Matches(document).Select(block => new ShownCode(block.Groups["file"].Value, block.Groups["region"].Value, block.Groups["text"].Value));

    /// <summary>What is wrong with it, or null.</summary>
    public string? Problem()
    {
        var path = Path.Combine(Repository.Root, File);
        if (!System.IO.File.Exists(path))
        {
            return $"{File} is not there";
        }

        var source = System.IO.File.ReadAllText(path);
        var compiled = Region.Length == 0 ? source : RegionOf(source, Region);
        return compiled is null ? $"{File} has no region {Region}" : compiled == Text ? null : $"{File}#{Region} is not what is shown; it is:\n{compiled}";
    }

    /// <summary>A region's lines, moved to the left; null when there is no such region.</summary>
    public static string? RegionOf(string source, string name)
    {
        var region = Regex.Match(source, $@"^( *)#region {Regex.Escape(name)}\n(.*?)^\1#endregion", RegexOptions.Singleline | RegexOptions.Multiline);
        return region.Success
            ? string.Join('\n', region.Groups[2].Value.Split('\n').Select(line => line.StartsWith(region.Groups[1].Value, StringComparison.Ordinal) ? line[region.Groups[1].Length..] : line))
            : null;
    }

    [GeneratedRegex(@"(?:^<!-- (?<file>[^\s#]+\.cs)(?:#(?<region>\S+))? -->\n)?^```csharp\n(?<text>.*?)^```$", RegexOptions.Singleline | RegexOptions.Multiline)]
    private static partial Regex Block();
}
