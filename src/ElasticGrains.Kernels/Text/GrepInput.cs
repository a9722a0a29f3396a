using ElasticGrains.Inputs;

namespace ElasticGrains.Kernels.Text;

/// <summary>What <see cref="GrepKernel"/> looks for.</summary>
public sealed record GrepInput
{
    /// <summary>The files.</summary>
    public required FileManifest Files { get; init; }

    /// <summary>The text, or with <see cref="Regex"/> the regular expression; at most 4,096 bytes in one line.</summary>
    public required string Pattern { get; init; }

    /// <summary>True to ignore case: of A to Z for a text, of all letters for a regular expression.</summary>
    public bool IgnoreCase { get; init; }

    /// <summary>True when the pattern is a regular expression of .NET without look-around and back references.</summary>
    public bool Regex { get; init; }

    /// <summary>How many of the first matching lines the answer shows, 0 to 10,000.</summary>
    public int MaxMatches { get; init; } = 20;

    /// <summary>The longest line that a regular expression is tried on, 1 to 64 MiB; a text is found in lines of any length.</summary>
    public int MaxLineBytes { get; init; } = 1024 * 1024;
}
