namespace ElasticGrains.Kernels.Text;

/// <summary>The answer of <see cref="WordCountKernel"/>; all figures are exact.</summary>
/// <param name="Top">The most frequent words, the most frequent first; equally frequent ones in the order of their bytes.</param>
/// <param name="Words">The number of words.</param>
/// <param name="Distinct">The number of different words.</param>
/// <param name="Bytes">The number of bytes read.</param>
/// <param name="InvalidBytes">The number of bytes that are not part of a well-formed UTF-8 sequence.</param>
/// <param name="Overlong">The number of words longer than 1,024 bytes; of each the first 1,024 were counted as the word.</param>
public sealed record WordCountResult(IReadOnlyList<WordEntry> Top, long Words, long Distinct, long Bytes, long InvalidBytes, long Overlong);
