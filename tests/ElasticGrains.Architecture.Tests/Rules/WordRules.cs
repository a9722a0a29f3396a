using System.Text.RegularExpressions;
using ElasticGrains.Architecture.Tests.Tree;

namespace ElasticGrains.Architecture.Tests.Rules;

/// <summary>
/// The tree speaks of the product alone: nothing that is true only on one machine or on one day. Where a word stands in a pattern or
/// a sample here it is written so that the rule does not find itself.
/// </summary>
public static partial class WordRules
{
    public static IReadOnlyList<Rule> All { get; } =
    [
        new(
            "No text names a path of one machine",
            IsText,
            (file, _) => Find(file, MachinePath()),
            [new("README.md", "see /wor" + "k/x"), new("src/A/X.cs", "// cd /tmp/w" + "t/x"), new("eg", "cd \"/hom" + "e/me/x\"")],
            [new("README.md", "net/work/x, src/work/x, /tmp/x")]),
        new(
            "No text names a package registry's host",
            IsText,
            (file, _) => Find(file, Registry()),
            [new("README.md", "https://api.nug" + "et.org/v3/index.json"), new(".ci/run", "registry.np" + "mjs.org"), new("eg", "pypi.or" + "g")],
            [new("README.md", "the package is on NuGet")]),
        new(
            "No text refers to an issue of the tracker by number",
            path => IsText(path) && !path.EndsWith(".css", StringComparison.Ordinal),
            (file, _) => Find(file, Issue()),
            [new("README.md", "see " + "#12."), new("src/A/X.cs", "// (" + "#7)"), new("docs/a.md", "as in Issu" + "e 3")],
            [new("README.md", "# 1. C#14, `0.#0`, dotnet/orleans#503, issues of style")]),
        new(
            "Nothing is left to do",
            IsText,
            (file, _) => Find(file, Later()),
            [new("src/A/X.cs", "// TO" + "DO: later"), new("README.md", "FIX" + "ME")],
            [new("src/A/X.cs", "void ToDo()")]),
    ];

    // Lock files hold hashes, in which any short word may turn up.
    private static bool IsText(string path) => !path.EndsWith("packages.lock.json", StringComparison.Ordinal);

    private static IEnumerable<string> Find(TextFile file, Regex word) =>
        file.Lines.Index().SelectMany(line => word.Matches(line.Item).Select(match => file.At(line.Index, $"says '{match.Value.Trim()}'.")));

    [GeneratedRegex(@"(?<![A-Za-z0-9_.])/[w]ork/|/tmp/[w]t\b|(?<![A-Za-z0-9_.])/[h]ome/[a-z]+/")]
    private static partial Regex MachinePath();

    [GeneratedRegex(@"api\.[n]uget\.org|registry\.[n]pmjs|pypi\.[o]rg|pkgs\.[d]ev\.azure\.com")]
    private static partial Regex Registry();

    [GeneratedRegex(@"(?:^|[\s(])#[1-9][0-9]{0,4}\b(?![.,]?[0-9#])|\b[Ii]ssu[e] #?[0-9]+")]
    private static partial Regex Issue();

    [GeneratedRegex(@"\b(TO[D]O|FIX[M]E|HA[C]K)\b")]
    private static partial Regex Later();
}
