using ElasticGrains.Inputs;
using Microsoft.Extensions.FileSystemGlobbing;
using Microsoft.Extensions.FileSystemGlobbing.Abstractions;

namespace ElasticGrains.Kernels.Inputs;

/// <summary>
/// Finds inputs by patterns such as <c>src/**/*.cs</c>, <c>/var/log/*.log</c>, a plain path, or what a service that this process knows
/// understands, see <see cref="InputStores"/>.
/// </summary>
public static class InputPattern
{
    /// <summary>The manifest of all files that match any of <paramref name="patterns"/>.</summary>
    /// <param name="patterns">Paths or patterns with <c>*</c> and <c>**</c>; relative ones are taken from <paramref name="directory"/>.</param>
    /// <param name="directory">An absolute path.</param>
    /// <exception cref="KernelInputException">A pattern matches nothing, or a file is missing, unreadable or a directory.</exception>
    public static FileManifest Resolve(IEnumerable<string> patterns, string directory)
    {
        ArgumentNullException.ThrowIfNull(patterns);
        var files = new List<InputFile>();
        var paths = new HashSet<string>(StringComparer.Ordinal);
        foreach (var pattern in patterns)
        {
            if (InputStores.Of(pattern) is { } store)
            {
                files.AddRange(store.Find(pattern));
            }
            else
            {
                paths.UnionWith(Expand(pattern, directory));
            }
        }

        return ManifestBuilder.Of(files.Concat(paths.Select(InputStores.Describe)));
    }

    private static IEnumerable<string> Expand(string pattern, string directory)
    {
        if (string.IsNullOrWhiteSpace(pattern))
        {
            throw new KernelInputException("An input pattern is empty; give a path or a pattern such as 'src/**/*.cs'.");
        }

        var full = Path.Combine(directory, pattern);

        // A file may have a star in its name: what exists is taken as it stands.
        if (!pattern.Contains('*', StringComparison.Ordinal) || File.Exists(full))
        {
            return [Path.GetFullPath(full)];
        }

        var (root, rest) = Split(full);
        if (!Directory.Exists(root))
        {
            throw new KernelInputException($"'{pattern}' matches no file: the directory '{root}' does not exist.");
        }

        var found = Find(root, rest);
        return found.Count > 0 ? found : throw new KernelInputException(
            $"'{pattern}' matches no file in '{root}'; check the pattern ('**' stands for any depth), and quote it so that the shell leaves it alone.");
    }

    private static List<string> Find(string root, string rest)
    {
        var matcher = new Matcher(StringComparison.Ordinal);
        matcher.AddInclude(rest);
        try
        {
            return [.. matcher.Execute(new DirectoryInfoWrapper(new DirectoryInfo(root))).Files.Select(file => Path.GetFullPath(Path.Combine(root, file.Path)))];
        }
        catch (UnauthorizedAccessException error)
        {
            throw new KernelInputException($"A directory below '{root}' cannot be read: {error.Message} Allow this user to read it, or narrow the pattern.", error);
        }
    }

    /// <summary>The directories before the first part with a star, and the rest with forward slashes.</summary>
    private static (string Root, string Pattern) Split(string full)
    {
        var parts = full.Replace(Path.DirectorySeparatorChar, '/').Split('/');
        var first = Array.FindIndex(parts, part => part.Contains('*', StringComparison.Ordinal));
        var root = string.Join(Path.DirectorySeparatorChar, parts[..first]);
        return (Path.GetFullPath(root.Length > 0 ? root + Path.DirectorySeparatorChar : "/"), string.Join('/', parts[first..]));
    }
}
