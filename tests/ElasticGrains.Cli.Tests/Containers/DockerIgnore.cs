using System.Text.RegularExpressions;

namespace ElasticGrains.Cli.Tests.Containers;

/// <summary>Which files of a repository a build gets to see: of all patterns that match a path or a folder of it, the last decides.</summary>
internal sealed class DockerIgnore
{
    private readonly IReadOnlyList<(Regex Pattern, bool Takes)> _patterns;

    public DockerIgnore(string text) => _patterns =
    [
        .. text.Split('\n', StringSplitOptions.TrimEntries).Where(line => line is { Length: > 0 } and not ['#', ..])
            .Select(line => (PatternOf(line.TrimStart('!')), line.StartsWith('!'))),
    ];

    public bool Takes(string path) => _patterns.LastOrDefault(rule => rule.Pattern.IsMatch(path)) is (null, _) or (_, true);

    // A pattern that matches a folder matches all that is in it.
    private static Regex PatternOf(string glob) => new(
        "^" + Regex.Escape(glob.Trim('/')).Replace(@"\*\*/", "(.*/)?").Replace(@"\*", "[^/]*").Replace(@"\?", "[^/]") + "(/.*)?$");
}
