using ElasticGrains.Inputs;

namespace ElasticGrains.Kernels.Inputs;

/// <summary>Makes a manifest of files: ordinal order by path, each file once, described as it is now.</summary>
public static class ManifestBuilder
{
    /// <summary>Describes the files at <paramref name="paths"/>; relative paths are taken from the current directory.</summary>
    /// <exception cref="KernelInputException">No path, or a path that is missing, unreadable or a directory.</exception>
    public static FileManifest Build(IEnumerable<string> paths)
    {
        ArgumentNullException.ThrowIfNull(paths);
        var files = paths.Select(Path.GetFullPath).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).Select(Describe).ToArray();
        return files.Length > 0 ? new FileManifest { Files = files } : throw new KernelInputException("There is no input file; name at least one.");
    }

    private static InputFile Describe(string path)
    {
        using var handle = InputFileCheck.Open(path);
        return InputFileCheck.Describe(path, handle);
    }
}
