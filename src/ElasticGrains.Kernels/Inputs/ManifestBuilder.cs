using ElasticGrains.Inputs;

namespace ElasticGrains.Kernels.Inputs;

/// <summary>Makes a manifest: ordinal order by path, each file once, described as it is now.</summary>
public static class ManifestBuilder
{
    /// <summary>Describes the files at <paramref name="paths"/>; relative paths are taken from the current directory.</summary>
    /// <exception cref="KernelInputException">No path, or a path that is missing, unreadable or a directory.</exception>
    public static FileManifest Build(IEnumerable<string> paths)
    {
        ArgumentNullException.ThrowIfNull(paths);
        return Of(paths.Select(Path.GetFullPath).Distinct(StringComparer.Ordinal).Select(InputStores.Describe));
    }

    /// <exception cref="KernelInputException">There is no file.</exception>
    internal static FileManifest Of(IEnumerable<InputFile> described)
    {
        var files = described.DistinctBy(file => file.Path, StringComparer.Ordinal).OrderBy(file => file.Path, StringComparer.Ordinal).ToArray();
        return files.Length > 0 ? new FileManifest { Files = files } : throw new KernelInputException("There is no input file; name at least one.");
    }
}
