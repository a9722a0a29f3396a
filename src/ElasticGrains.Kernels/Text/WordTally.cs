using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace ElasticGrains.Kernels.Text;

/// <summary>The partial of <see cref="WordCountKernel"/>: how often each word occurs, and the totals.</summary>
public sealed class WordTally
{
    // Per different word: its count and length as they are encoded, about.
    private const int EntryBytes = 3;

    internal WordTally()
    {
    }

    /// <summary>The number of words.</summary>
    public long Words { get; internal set; }

    /// <summary>The number of bytes read.</summary>
    public long Bytes { get; internal set; }

    /// <summary>The number of bytes that are not part of a well-formed UTF-8 sequence.</summary>
    public long InvalidBytes { get; internal set; }

    /// <summary>The number of words that were cut.</summary>
    public long Overlong { get; internal set; }

    /// <summary>The number of different words.</summary>
    public long Distinct => (long)Short.Count + Long.Count;

    /// <summary>The approximate size in bytes when encoded.</summary>
    public long SizeInBytes => Short.KeyBytes + Long.KeyBytes + (EntryBytes * Distinct);

    internal ShortWords Short { get; } = new();

    internal LongWords Long { get; } = new();

    /// <summary>Counts a word; at least 16 bytes from its first one must be readable.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal void Add(ref byte word, int length)
    {
        if (length <= ShortWords.MaxLength)
        {
            var key = ShortWords.Key(ref word, length);
            Short.Add(key, ShortWords.HashOf(key), 1);
        }
        else
        {
            Long.Add(MemoryMarshal.CreateReadOnlySpan(ref word, length), 1);
        }
    }

    internal void Merge(WordTally other)
    {
        Short.Merge(other.Short);
        Long.Merge(other.Long);
        Words += other.Words;
        Bytes += other.Bytes;
        InvalidBytes += other.InvalidBytes;
        Overlong += other.Overlong;
    }
}
