namespace ElasticGrains.Architecture.Tests.Tree;

/// <summary>The files of the repository that this assembly was built in, without what builds and runs leave behind.</summary>
public static class Repository
{
    private const string Landmark = "ElasticGrains.sln";

    // What is binary or generated whole says nothing that a rule could judge.
    private static readonly string[] NotText = [".png", ".ico", ".gz", ".zip", ".db", ".bin", ".snk"];

    private static readonly Lazy<string> LazyRoot = new(FindRoot);
    private static readonly Lazy<IReadOnlyList<TextFile>> LazyFiles = new(ReadAll);

    public static string Root => LazyRoot.Value;

    public static IReadOnlyList<TextFile> Files => LazyFiles.Value;

    public static TextFile File(string path) => Files.Single(file => file.Path == path);

    /// <summary>True for a file or a directory at a path from the root.</summary>
    public static bool Exists(string path) => System.IO.Path.Exists(System.IO.Path.Combine(Root, path));

    /// <summary>The directories that a .gitignore skips by name ("bin/").</summary>
    public static IReadOnlySet<string> IgnoredDirectories(string gitignore) =>
        gitignore.Split('\n').Select(line => line.Trim()).Where(line => line.EndsWith('/')).Select(line => line.Trim('/')).Append(".git").ToHashSet();

    private static string FindRoot()
    {
        for (var at = new DirectoryInfo(AppContext.BaseDirectory); at is not null; at = at.Parent)
        {
            if (System.IO.File.Exists(System.IO.Path.Combine(at.FullName, Landmark)))
            {
                return at.FullName;
            }
        }

        throw new InvalidOperationException($"No {Landmark} above {AppContext.BaseDirectory}: run the tests from where they were built.");
    }

    private static IReadOnlyList<TextFile> ReadAll()
    {
        var ignored = IgnoredDirectories(System.IO.File.ReadAllText(System.IO.Path.Combine(Root, ".gitignore")));
        return [.. Walk(new DirectoryInfo(Root), ignored).OrderBy(file => file.Path, StringComparer.Ordinal)];
    }

    private static IEnumerable<TextFile> Walk(DirectoryInfo directory, IReadOnlySet<string> ignored) =>
        directory.EnumerateDirectories()
            .Where(child => !ignored.Contains(child.Name) && child.LinkTarget is null)
            .SelectMany(child => Walk(child, ignored))
            .Concat(directory.EnumerateFiles().Where(file => file.Name != ".git" && !NotText.Contains(file.Extension)).Select(Read));

    private static TextFile Read(FileInfo file) =>
        new(System.IO.Path.GetRelativePath(Root, file.FullName).Replace('\\', '/'), System.IO.File.ReadAllText(file.FullName).ReplaceLineEndings("\n"));
}
