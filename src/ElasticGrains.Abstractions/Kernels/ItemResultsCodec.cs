using System.Buffers;
using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace ElasticGrains.Kernels;

/// <summary>
/// Item results as bytes: the count (int32), then for unmanaged types their memory (little endian), for others an int32 end offset
/// per item and the JSON of each. One item is read without touching the others.
/// </summary>
internal sealed class ItemResultsCodec<TItem> : IPartialCodec<ItemResults<TItem>>, IJsonCodec
{
    private const int Header = sizeof(int);

    private static readonly bool Blits = !RuntimeHelpers.IsReferenceOrContainsReferences<TItem>() && BitConverter.IsLittleEndian;

    private ItemResultsCodec()
    {
    }

    public static ItemResultsCodec<TItem> Instance { get; } = new();

    public Type? JsonType => Blits ? null : typeof(TItem);

    public static TItem ReadItem(ReadOnlySpan<byte> encoded, long offset)
    {
        var count = ReadCount(encoded);
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(offset, count);
        return Blits ? ReadBlitted(encoded, (int)offset) : ReadJson(encoded, count, (int)offset);
    }

    public void Encode(ItemResults<TItem> partial, IBufferWriter<byte> to)
    {
        BinaryPrimitives.WriteInt32LittleEndian(to.GetSpan(Header), partial.Count);
        to.Advance(Header);
        if (Blits)
        {
            to.Write(BytesOf(partial.Span));
        }
        else
        {
            EncodeJson(partial.Span, to);
        }
    }

    public ItemResults<TItem> Decode(ReadOnlySpan<byte> encoded)
    {
        var count = ReadCount(encoded);
        var results = new ItemResults<TItem>();
        var items = results.Grow(count);
        for (var i = 0; i < count; i++)
        {
            items[i] = Blits ? ReadBlitted(encoded, i) : ReadJson(encoded, count, i);
        }

        return results;
    }

    private static int ReadCount(ReadOnlySpan<byte> encoded)
    {
        var count = encoded.Length >= Header ? BinaryPrimitives.ReadInt32LittleEndian(encoded) : -1;
        var smallest = Header + ((long)count * (Blits ? Unsafe.SizeOf<TItem>() : sizeof(int)));
        return count >= 0 && smallest <= encoded.Length ? count : throw new FormatException("The bytes are no item results.");
    }

    private static TItem ReadBlitted(ReadOnlySpan<byte> encoded, int index) =>
        Unsafe.ReadUnaligned<TItem>(in encoded[Header + (index * Unsafe.SizeOf<TItem>())]);

    private static TItem ReadJson(ReadOnlySpan<byte> encoded, int count, int index)
    {
        var ends = encoded[Header..];
        var start = index == 0 ? 0 : BinaryPrimitives.ReadInt32LittleEndian(ends[((index - 1) * sizeof(int))..]);
        var end = BinaryPrimitives.ReadInt32LittleEndian(ends[(index * sizeof(int))..]);
        return JsonSerializer.Deserialize<TItem>(ends[(count * sizeof(int))..][start..end], KernelJson.Options)!;
    }

    private static void EncodeJson(ReadOnlySpan<TItem> items, IBufferWriter<byte> to)
    {
        var bodies = new ArrayBufferWriter<byte>();
        foreach (var item in items)
        {
            using (var writer = new Utf8JsonWriter(bodies))
            {
                JsonSerializer.Serialize(writer, item, KernelJson.Options);
            }

            BinaryPrimitives.WriteInt32LittleEndian(to.GetSpan(sizeof(int)), bodies.WrittenCount);
            to.Advance(sizeof(int));
        }

        to.Write(bodies.WrittenSpan);
    }

    private static ReadOnlySpan<byte> BytesOf(ReadOnlySpan<TItem> items) => MemoryMarshal.CreateReadOnlySpan(
        ref Unsafe.As<TItem, byte>(ref MemoryMarshal.GetReference(items)), checked(items.Length * Unsafe.SizeOf<TItem>()));
}
