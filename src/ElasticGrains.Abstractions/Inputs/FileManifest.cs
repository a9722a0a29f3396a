namespace ElasticGrains.Inputs;

/// <summary>
/// The files of a job, resolved by the client at submit and verified at every open: files in a fixed order (ordinal by path), read
/// as one sequence of bytes.
/// </summary>
public sealed record FileManifest
{
    /// <summary>The files in order.</summary>
    public required IReadOnlyList<InputFile> Files { get; init; }

    /// <summary>The sum of their lengths in bytes.</summary>
    public long Length => Files.Sum(file => file.Length);

    /// <summary>The parts of the files in which a range of their bytes lies, in order.</summary>
    public IEnumerable<InputPart> PartsOf(ItemRange bytes)
    {
        var start = 0L;
        for (var file = 0; file < Files.Count && start < bytes.End; file++)
        {
            var end = start + Files[file].Length;
            var (from, to) = (Math.Max(bytes.Start, start), Math.Min(bytes.End, end));
            if (from < to)
            {
                yield return new InputPart(file, from - start, to - from);
            }

            start = end;
        }
    }
}
