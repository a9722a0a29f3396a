namespace ElasticGrains.Kernels.Text;

/// <summary>The answer of <see cref="GrepKernel"/>.</summary>
/// <param name="MatchingLines">The number of lines that match.</param>
/// <param name="Matches">The first of them, in the order of the files.</param>
/// <param name="Lines">The number of lines.</param>
/// <param name="Bytes">The number of bytes read.</param>
public sealed record GrepResult(long MatchingLines, IReadOnlyList<GrepMatch> Matches, long Lines, long Bytes);
