using ElasticGrains.Architecture.Tests.Tree;

namespace ElasticGrains.Architecture.Tests;

/// <summary>
/// Something that holds for every file of the repository. A rule brings the samples that prove it can fail: at least one that it
/// must report and, where it could be too eager, some that it must not.
/// </summary>
/// <param name="Name">The rule as a short sentence.</param>
/// <param name="AppliesTo">Which files it reads, by path.</param>
/// <param name="Check">The findings in one file, each "path:line: problem". The predicate tells which paths exist.</param>
/// <param name="Bad">Files with exactly one finding each.</param>
/// <param name="Good">Files without a finding.</param>
public sealed record Rule(
    string Name,
    Func<string, bool> AppliesTo,
    Func<TextFile, Predicate<string>, IEnumerable<string>> Check,
    IReadOnlyList<TextFile> Bad,
    IReadOnlyList<TextFile> Good)
{
    /// <summary>Every C# source.</summary>
    public static bool Sources(string path) => IsUnder(path, "src/", "tests/") && path.EndsWith(".cs", StringComparison.Ordinal);

    /// <summary>C# sources of the product.</summary>
    public static bool ProductSources(string path) => Sources(path) && IsUnder(path, "src/");

    /// <summary>Project files.</summary>
    public static bool Projects(string path) => path.EndsWith(".csproj", StringComparison.Ordinal);

    /// <summary>True for a project with a NuGet configuration of its own: it uses this repository's packages, as somebody else does.</summary>
    public static bool IsOutside(string project, Predicate<string> exists) => exists(Sibling(project, "nuget.config"));

    /// <summary>The path of a file beside another.</summary>
    public static string Sibling(string path, string name) => path[..(path.LastIndexOf('/') + 1)] + name;

    /// <summary>True when the path begins with one of the prefixes.</summary>
    public static bool IsUnder(string path, params ReadOnlySpan<string> prefixes)
    {
        foreach (var prefix in prefixes)
        {
            if (path.StartsWith(prefix, StringComparison.Ordinal))
            {
                return true;
            }
        }

        return false;
    }
}
