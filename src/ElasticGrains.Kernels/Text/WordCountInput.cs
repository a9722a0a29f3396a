using ElasticGrains.Inputs;

namespace ElasticGrains.Kernels.Text;

/// <summary>What <see cref="WordCountKernel"/> counts.</summary>
public sealed record WordCountInput
{
    /// <summary>The files.</summary>
    public required FileManifest Files { get; init; }

    /// <summary>How many of the most frequent words the answer lists, 1 to 100,000.</summary>
    public int Top { get; init; } = 20;

    /// <summary>What a word is.</summary>
    public WordRule Rule { get; init; } = WordRule.Ascii;
}
