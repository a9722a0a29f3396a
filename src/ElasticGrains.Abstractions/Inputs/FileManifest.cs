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
}
