using System.Text.RegularExpressions;
using ElasticGrains.Architecture.Tests.Tree;

namespace ElasticGrains.Architecture.Tests.Rules;

/// <summary>Documents point at what is there.</summary>
public static partial class DocumentRules
{
    private const int MaxRecordLines = 40;

    private static readonly string[] RecordParts = ["## Context", "## Decision", "## Consequence"];

    public static IReadOnlyList<Rule> All { get; } =
    [
        new(
            "A path in backticks or in a comment exists",
            IsMarkdown,
            (file, exists) => Named(file, CodeSpan()).Where(named => !exists(Fixed(named.Path))).Select(named => file.At(named.Line, $"names {named.Path}, which is not there.")),
            [new("README.md", "See `src/Gone/Gone.cs`."), new("docs/a.md", "`docs/gone.md` and `docs/known.md`"), new("docs/a.md", "`tests/Gone/**/*.cs`"), new("docs/a.md", "<!-- src/Gone.cs -->")],
            [new("README.md", "See `src/Known/Known.cs:12`, `./eg run --input 'src/**/*.cs'`, src/gone, `src/**/*.cs`.")]),
        new(
            "A relative link leads somewhere",
            IsMarkdown,
            (file, exists) => Named(file, Link()).Where(named => !exists(Resolve(file.Path, named.Path))).Select(named => file.At(named.Line, $"links to {named.Path}, which is not there.")),
            [new("README.md", "[a](docs/gone.md)"), new("docs/a.md", "[a](docs/known.md)"), new("docs/guides/a.md", "[a](../gone.md#part)")],
            [new("README.md", "[a](docs/known.md#part) [b](https://example.org/x) [c](#part)"), new("docs/a.md", "[a](known.md) [b](../src/Known/Known.cs)")]),
        new(
            $"A decision record gives context, decision and consequence in {MaxRecordLines} lines",
            path => RecordPath().IsMatch(path),
            (file, _) => Record(file),
            [
                new("docs/decisions/0001-a.md", "# A\n## Context\n## Decision\n"),
                new("docs/decisions/0001-a.md", "## Context\n## Decision\n## Consequence\n" + new string('\n', MaxRecordLines)),
            ],
            [new("docs/decisions/0001-a.md", "# A\n## Context\n## Decision\n## Consequence\n")]),
    ];

    private static bool IsMarkdown(string path) => path.EndsWith(".md", StringComparison.Ordinal);

    private static IEnumerable<(string Path, int Line)> Named(TextFile file, Regex what) =>
        file.Lines.Index().SelectMany(line => what.Matches(line.Item).Select(match => (match.Groups["path"].Value, line.Index)));

    // The part of a path before its first pattern or placeholder.
    private static string Fixed(string path) =>
        string.Join('/', path.TrimEnd('/').Split('/').TakeWhile(part => part.IndexOfAny(['*', '?', '{', '<', '…']) < 0));

    private static string Resolve(string from, string link)
    {
        var parts = new Stack<string>(from.Split('/')[..^1]);
        foreach (var part in link.TrimEnd('/').Split('/'))
        {
            if (part == "..")
            {
                parts.TryPop(out _);
            }
            else if (part != ".")
            {
                parts.Push(part);
            }
        }

        return string.Join('/', parts.Reverse());
    }

    private static IEnumerable<string> Record(TextFile file)
    {
        foreach (var part in RecordParts.Where(part => !file.Lines.Contains(part)))
        {
            yield return file.At(0, $"has no '{part}'.");
        }

        if (file.Lines.Length > MaxRecordLines)
        {
            yield return file.At(MaxRecordLines, $"has {file.Lines.Length} lines.");
        }
    }

    [GeneratedRegex(@"(`|<!-- )(?<path>(src|tests|docs|\.ci)/[^`\s:#]+)(:[0-9]+)?(#[^`\s]*)?(`| -->)")]
    private static partial Regex CodeSpan();

    [GeneratedRegex(@"\]\((?![a-z]+:)(?<path>[^)#\s]+)(#[^)\s]*)?\)")]
    private static partial Regex Link();

    [GeneratedRegex(@"^docs/decisions/[0-9]{4}-[a-z0-9-]+\.md$")]
    private static partial Regex RecordPath();
}
