using ElasticGrains.Cli.State;
using ElasticGrains.Kernels.Inputs;

namespace ElasticGrains.Cli.Uploads;

/// <summary>
/// The files that a command line names for an input, and where they will be in it: a file alone is the input itself; of a directory, or a pattern, what is below it
/// (below the directories before its first star); of several directories each below its own name.
/// </summary>
internal static class LocalFiles
{
    /// <exception cref="EgException">A file cannot be read, or there is none.</exception>
    /// <exception cref="Kernels.KernelInputException">A pattern matches nothing, or a file is missing or unreadable.</exception>
    public static IReadOnlyList<LocalFile> Find(IReadOnlyList<string> places, string directory)
    {
        try
        {
            if (places is [var only] && !Directory.Exists(Path.Combine(directory, only)) && IsPlain(only, directory))
            {
                return [.. Resolve(only, directory).Select(file => file with { Path = "" })];
            }

            var ledgers = Path.GetFullPath(StatePlaces.DefaultRoot, directory) + Path.DirectorySeparatorChar;
            var files = places.SelectMany(place => FindBelow(place, directory, isOnly: places.Count == 1)).Where(file => !file.File.StartsWith(ledgers, StringComparison.Ordinal)).DistinctBy(file => file.File).ToList();
            return files.Count > 0 ? files : throw EgException.Usage($"there is no file to put, or none but ledgers in {StatePlaces.DefaultRoot}/");
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new EgException(ExitCode.Usage, $"the input cannot be read: {error.Message}", error);
        }
    }

    private static IEnumerable<LocalFile> FindBelow(string place, string directory, bool isOnly)
    {
        var full = Path.GetFullPath(Path.Combine(directory, place));
        if (Directory.Exists(full))
        {
            var below = Path.TrimEndingDirectorySeparator(full);
            var root = isOnly ? below : Path.GetDirectoryName(below) ?? below;
            return Directory.EnumerateFiles(full, "*", SearchOption.AllDirectories).Select(file => Describe(file, root));
        }

        return IsPlain(place, directory) ? Resolve(place, directory) : Resolve(place, directory, RootOf(full));
    }

    private static bool IsPlain(string place, string directory) => !place.Contains('*', StringComparison.Ordinal) || File.Exists(Path.Combine(directory, place));

    // Whoever finds inputs of jobs also says what is wrong with a file.
    private static IEnumerable<LocalFile> Resolve(string place, string directory, string? root = null) =>
        InputPattern.Resolve([place], directory).Files.Select(file => Describe(file.Path, root ?? Path.GetDirectoryName(file.Path)!));

    private static LocalFile Describe(string file, string root) => new(Path.GetRelativePath(root, file).Replace(Path.DirectorySeparatorChar, '/'), file, new FileInfo(file).Length);

    private static string RootOf(string pattern) => Path.GetDirectoryName(pattern[..(pattern.IndexOf('*', StringComparison.Ordinal) + 1)])!;
}
