using ElasticGrains.Cli.Tests.Support;

namespace ElasticGrains.Cli.Tests.Documents;

/// <summary>README.md and what lies in <c>docs/</c>.</summary>
public static class DocumentFiles
{
    /// <summary>Their paths from the repository's root.</summary>
    public static TheoryData<string> All => new(
        Directory.EnumerateFiles(Path.Combine(Repository.Root, "docs"), "*.md", SearchOption.AllDirectories)
            .Append(Path.Combine(Repository.Root, "README.md"))
            .Select(file => Path.GetRelativePath(Repository.Root, file).Replace('\\', '/')).Order(StringComparer.Ordinal));

    /// <summary>The text of one.</summary>
    public static string Read(string document) => File.ReadAllText(Path.Combine(Repository.Root, document)).ReplaceLineEndings("\n");
}
