using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace ElasticGrains.Kernels.Text;

/// <summary>
/// Finds the words of <see cref="WordRule.Ascii"/> 64 bytes at a time: a bit per byte says whether it belongs to a word, and a word
/// begins or ends where the bit changes. Lower-cases the buffer on the way, so that words are hashed and compared where they lie.
/// </summary>
internal static class AsciiWordScanner
{
    /// <summary>Bytes needed before a chunk: an apostrophe before it belongs to a word if the byte before that does.</summary>
    public const int Behind = 2;

    private const int Block = 64;

    // A group's positions fit the first-level cache.
    private const int GroupBlocks = 32;

    // Enough words for their cache misses to overlap, few enough for the slots to be there still.
    private const int Batch = 32;

    /// <summary>Counts the words that begin in <c>buffer[start..end]</c>.</summary>
    /// <param name="buffer">
    /// The bytes, with <see cref="Behind"/> bytes (or zeros) before <paramref name="start"/> and at least 128 bytes behind
    /// <paramref name="end"/>; changed to lower case. What lies behind the file is zero.
    /// </param>
    /// <param name="start">The first byte.</param>
    /// <param name="end">The end.</param>
    /// <param name="maxLength">The longest word; longer ones are cut. As many bytes must be readable behind the end.</param>
    /// <param name="tally">Where to count.</param>
    [SkipLocalsInit]
    public static void Scan(Span<byte> buffer, int start, int end, int maxLength, WordTally tally)
    {
        Span<int> edges = stackalloc int[(GroupBlocks * Block) + 2];
        ref var origin = ref MemoryMarshal.GetReference(buffer);
        var core = IsCore(buffer[start - 1]);
        var inside = core || (buffer[start - 1] == '\'' && IsCore(buffer[start - 2]) && IsCore(buffer[start]));

        // A word from before the chunk is someone else's: its end is dropped.
        var dropped = inside;
        var count = 0;
        var carryCore = core ? 1UL : 0UL;
        var carryWord = inside ? 1UL : 0UL;
        for (var at = start; at < end; at += Block)
        {
            var word = Classify(ref Unsafe.Add(ref origin, at), ref carryCore, IsCore(Unsafe.Add(ref origin, at + Block)));
            var changes = word ^ ((word << 1) | carryWord);
            carryWord = word >> (Block - 1);
            if (end - at < Block)
            {
                var owned = (1UL << (end - at)) - 1;
                changes &= owned;
                carryWord = (word >> (end - at - 1)) & 1;
            }

            count = Flatten(changes, at, edges, count);
            if (dropped && count > 0)
            {
                edges[1..count].CopyTo(edges);
                count--;
                dropped = false;
            }

            if (count > (GroupBlocks - 1) * Block)
            {
                count = Count(ref origin, edges, count, maxLength, tally);
            }
        }

        if (count % 2 == 1)
        {
            edges[count++] = EndOf(buffer, end, edges[count - 2] + maxLength + 1);
        }

        Count(ref origin, edges, count, maxLength, tally);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool IsCore(byte value) => value >= 0x80 || (uint)((value | 0x20) - 'a') < 26 || (uint)(value - '0') < 10;

    /// <summary>A bit for each of 64 bytes that belong to a word; lower-cases them.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Classify(ref byte at, ref ulong carryCore, bool coreBehind)
    {
        ulong core, apostrophes;
        if (Vector512.IsHardwareAccelerated)
        {
            var bytes = Vector512.LoadUnsafe(ref at);
            var letters = Vector512.LessThan((bytes | Vector512.Create((byte)0x20)) - Vector512.Create((byte)'a'), Vector512.Create((byte)26));
            var digits = Vector512.LessThan(bytes - Vector512.Create((byte)'0'), Vector512.Create((byte)10));
            core = (letters | digits | bytes).ExtractMostSignificantBits();
            apostrophes = Vector512.Equals(bytes, Vector512.Create((byte)'\'')).ExtractMostSignificantBits();
            (bytes | (letters & Vector512.Create((byte)0x20))).StoreUnsafe(ref at);
        }
        else
        {
            core = Classify256(ref at, out apostrophes);
            core |= Classify256(ref Unsafe.Add(ref at, 32), out var upper) << 32;
            apostrophes |= upper << 32;
        }

        var word = core;
        if (apostrophes != 0)
        {
            word |= apostrophes & ((core << 1) | carryCore) & ((core >> 1) | (coreBehind ? 1UL << 63 : 0));
        }

        carryCore = core >> 63;
        return word;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Classify256(ref byte at, out ulong apostrophes)
    {
        var bytes = Vector256.LoadUnsafe(ref at);
        var letters = Vector256.LessThan((bytes | Vector256.Create((byte)0x20)) - Vector256.Create((byte)'a'), Vector256.Create((byte)26));
        var digits = Vector256.LessThan(bytes - Vector256.Create((byte)'0'), Vector256.Create((byte)10));
        apostrophes = Vector256.Equals(bytes, Vector256.Create((byte)'\'')).ExtractMostSignificantBits();
        (bytes | (letters & Vector256.Create((byte)0x20))).StoreUnsafe(ref at);
        return (letters | digits | bytes).ExtractMostSignificantBits();
    }

    /// <summary>Appends the places of the set bits.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int Flatten(ulong changes, int at, Span<int> edges, int count)
    {
        ref var to = ref Unsafe.Add(ref MemoryMarshal.GetReference(edges), count);
        count += BitOperations.PopCount(changes);
        while (changes != 0)
        {
            to = at + BitOperations.TrailingZeroCount(changes);
            to = ref Unsafe.Add(ref to, 1);
            changes &= changes - 1;
        }

        return count;
    }

    /// <summary>Counts the words between pairs of edges; a start without an end stays as the first edge.</summary>
    private static int Count(ref byte origin, Span<int> edges, int count, int maxLength, WordTally tally)
    {
        var words = count / 2;
        for (var done = 0; done < words; done += Batch)
        {
            CountBatch(ref origin, edges.Slice(2 * done, 2 * Math.Min(Batch, words - done)), maxLength, tally);
        }

        tally.Words += words;
        edges[0] = edges[count - (count > 0 ? 1 : 0)];
        return count % 2;
    }

    /// <summary>Hashes some words and asks for their slots, then counts them: the waits for memory overlap.</summary>
    [SkipLocalsInit]
    private static void CountBatch(ref byte origin, Span<int> edges, int maxLength, WordTally tally)
    {
        Span<Hashed> hashed = stackalloc Hashed[Batch];
        ref var last = ref MemoryMarshal.GetReference(hashed);
        var table = tally.Short;
        var count = 0;
        for (var i = 0; i + 1 < edges.Length; i += 2)
        {
            ref var word = ref Unsafe.Add(ref origin, edges[i]);
            var length = edges[i + 1] - edges[i];
            if (length > ShortWords.MaxLength)
            {
                tally.Overlong += length > maxLength ? 1 : 0;
                tally.Long.Add(MemoryMarshal.CreateReadOnlySpan(ref word, Math.Min(length, maxLength)), 1);
                continue;
            }

            ref var next = ref Unsafe.Add(ref last, count++);
            next.Key = ShortWords.Key(ref word, length);
            next.Hash = ShortWords.HashOf(next.Key);
            table.Prefetch(next.Hash);
        }

        for (var i = 0; i < count; i++)
        {
            ref var next = ref Unsafe.Add(ref last, i);
            table.Add(next.Key, next.Hash, 1);
        }
    }

    /// <summary>Where the word that is open at <paramref name="at"/> ends, at most at <paramref name="limit"/>.</summary>
    private static int EndOf(Span<byte> buffer, int at, int limit)
    {
        while (at < limit && (IsCore(buffer[at]) || (buffer[at] == '\'' && IsCore(buffer[at - 1]) && IsCore(buffer[at + 1]))))
        {
            if (char.IsAsciiLetterUpper((char)buffer[at]))
            {
                buffer[at] |= 0x20;
            }

            at++;
        }

        return at;
    }

    private struct Hashed
    {
        public Vector128<ulong> Key;
        public ulong Hash;
    }
}
