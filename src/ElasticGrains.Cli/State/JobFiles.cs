using ElasticGrains.Inputs;

namespace ElasticGrains.Cli.State;

/// <summary>Where bytes of a job's files lie.</summary>
internal static class JobFiles
{
    /// <summary>The parts of a manifest's files that a range of its bytes is in.</summary>
    public static IEnumerable<FilePart> PartsOf(FileManifest manifest, ItemRange bytes)
    {
        var start = 0L;
        foreach (var file in manifest.Files)
        {
            var (from, to) = (Math.Max(bytes.Start, start), Math.Min(bytes.End, start + file.Length));
            if (from < to)
            {
                yield return new FilePart(file.Path, new ItemRange(from - start, to - start));
            }

            start += file.Length;
        }
    }
}
