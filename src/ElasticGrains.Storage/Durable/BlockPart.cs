using System.Globalization;
using ElasticGrains.Blocks;

namespace ElasticGrains.Storage.Durable;

/// <summary>Parts of blocks that are stored as chunks.</summary>
internal static class BlockPart
{
    /// <exception cref="ArgumentOutOfRangeException">The part lies outside the block.</exception>
    public static void Check(BlockHandle handle, long offset, int count)
    {
        ArgumentNullException.ThrowIfNull(handle);
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, handle.Length - offset);
    }

    /// <summary>The chunks in which a part lies: which, from where in it, how much of it, and where in the part that goes.</summary>
    public static IEnumerable<(int Chunk, int Start, int Length, int At)> Chunks(long offset, int count, int chunkBytes)
    {
        for (var at = 0; at < count;)
        {
            var (chunk, start) = Math.DivRem(offset + at, chunkBytes);
            var length = (int)Math.Min(chunkBytes - start, count - at);
            yield return ((int)chunk, (int)start, length, at);
            at += length;
        }
    }

    /// <exception cref="BlockCorruptException">No block has this id.</exception>
    public static long NumberOf(string job, BlockHandle handle) => long.TryParse(handle.Id, CultureInfo.InvariantCulture, out var block)
        ? block
        : throw new BlockCorruptException($"Block {handle.Id} of job '{job}' is missing.");

    /// <summary>Takes what was found of a chunk.</summary>
    /// <exception cref="BlockCorruptException">It is missing or too short.</exception>
    public static void Fill(string job, BlockHandle handle, Span<byte> part, ReadOnlySpan<byte> found)
    {
        if (found.Length != part.Length)
        {
            throw new BlockCorruptException($"Block {handle.Id} of job '{job}' is missing, or shorter than it should be.");
        }

        found.CopyTo(part);
    }
}
