using System.Buffers;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace ElasticGrains.Kernels.Text;

/// <summary>
/// A tally as bytes: the totals, then per short word its count, length and bytes in (hash, bytes) order, then the long words alike.
/// Numbers are LEB128. The order makes equal tallies equal bytes, and a merge walks the table from front to back.
/// </summary>
internal sealed class WordTallyCodec : IPartialCodec<WordTally>
{
    private const int MaxEntry = VarintReader.MaxBytes + 1 + ShortWords.MaxLength;

    private WordTallyCodec()
    {
    }

    public static WordTallyCodec Instance { get; } = new();

    public static void MergeInto(WordTally tally, ReadOnlySpan<byte> encoded)
    {
        var reader = new VarintReader(encoded);
        tally.Words += reader.Read();
        tally.Bytes += reader.Read();
        tally.InvalidBytes += reader.Read();
        tally.Overlong += reader.Read();
        ReadShort(ref reader, tally.Short);
        ReadLong(ref reader, tally.Long);
        reader.ExpectEnd();
    }

    public void Encode(WordTally partial, IBufferWriter<byte> to)
    {
        var writer = new VarintWriter(to);
        writer.Reserve(6 * VarintReader.MaxBytes);
        writer.Write(partial.Words);
        writer.Write(partial.Bytes);
        writer.Write(partial.InvalidBytes);
        writer.Write(partial.Overlong);
        WriteShort(ref writer, partial.Short);
        WriteLong(ref writer, partial.Long);
        writer.Flush();
    }

    public WordTally Decode(ReadOnlySpan<byte> encoded)
    {
        var tally = new WordTally();
        MergeInto(tally, encoded);
        return tally;
    }

    private static void WriteShort(ref VarintWriter writer, ShortWords words)
    {
        writer.Write(words.Count);
        foreach (ref readonly var slot in words.InOrder().AsSpan())
        {
            writer.Reserve(MaxEntry);
            writer.Write(slot.Count);
            writer.WriteKey(slot.Key, slot.Length);
        }
    }

    private static void WriteLong(ref VarintWriter writer, LongWords words)
    {
        writer.Reserve(VarintReader.MaxBytes);
        writer.Write(words.Count);
        foreach (ref readonly var slot in words.InOrder().AsSpan())
        {
            writer.Reserve((2 * VarintReader.MaxBytes) + slot.Length);
            writer.Write(slot.Count);
            writer.Write(slot.Length);
            writer.Write(words.WordOf(slot));
        }
    }

    private static void ReadShort(ref VarintReader reader, ShortWords words)
    {
        var count = reader.ReadCount();
        words.Reserve(count);
        Span<byte> padded = stackalloc byte[ShortWords.MaxLength];
        for (var i = 0; i < count; i++)
        {
            var times = reader.ReadPositive();
            var word = reader.ReadBytes(reader.ReadCount());
            if (word.Length is 0 or > ShortWords.MaxLength || word.Contains((byte)0))
            {
                throw new FormatException($"A word of {word.Length} bytes is among the short ones of an encoded word tally.");
            }

            Vector128<ulong> key;
            if (reader.CanReadBehind(ShortWords.MaxLength - word.Length))
            {
                key = ShortWords.Key(ref MemoryMarshal.GetReference(word), word.Length);
            }
            else
            {
                padded.Clear();
                word.CopyTo(padded);
                key = Vector128.LoadUnsafe(ref MemoryMarshal.GetReference(padded)).AsUInt64();
            }

            words.Add(key, ShortWords.HashOf(key), times);
        }
    }

    private static void ReadLong(ref VarintReader reader, LongWords words)
    {
        var count = reader.ReadCount();
        words.Reserve(count);
        for (var i = 0; i < count; i++)
        {
            var times = reader.ReadPositive();
            words.Add(reader.ReadBytes(reader.ReadCount()), times);
        }
    }
}
