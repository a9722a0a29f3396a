using System.Buffers.Binary;
using ElasticGrains.Blocks;

namespace ElasticGrains.Inputs;

/// <summary>
/// Captured input as the bytes of a block: a format number, the number of parts, for each its file, offset and length (little endian), then the
/// bytes of all parts in the same order.
/// </summary>
public static class CapturedBytes
{
    private const int Format = 1;
    private const int HeadBytes = 8;
    private const int PartBytes = 20;

    /// <summary>The length of the block that holds these parts.</summary>
    public static long SizeOf(IEnumerable<InputPart> parts)
    {
        ArgumentNullException.ThrowIfNull(parts);
        return parts.Aggregate((long)HeadBytes, (sum, part) => sum + PartBytes + part.Length);
    }

    /// <summary>A block with room for the bytes of these parts, and where each belongs in it.</summary>
    public static (byte[] Block, IReadOnlyList<Memory<byte>> Places) Prepare(IReadOnlyList<InputPart> parts)
    {
        ArgumentNullException.ThrowIfNull(parts);
        var block = new byte[SizeOf(parts)];
        BinaryPrimitives.WriteInt32LittleEndian(block, Format);
        BinaryPrimitives.WriteInt32LittleEndian(block.AsSpan(4), parts.Count);
        var places = new Memory<byte>[parts.Count];
        var at = HeadBytes + (PartBytes * parts.Count);
        for (var i = 0; i < parts.Count; i++)
        {
            var entry = block.AsSpan(HeadBytes + (PartBytes * i));
            BinaryPrimitives.WriteInt32LittleEndian(entry, parts[i].File);
            BinaryPrimitives.WriteInt64LittleEndian(entry[4..], parts[i].Offset);
            BinaryPrimitives.WriteInt64LittleEndian(entry[12..], parts[i].Length);
            places[i] = block.AsMemory(at, (int)parts[i].Length);
            at += places[i].Length;
        }

        return (block, places);
    }

    /// <summary>The parts of a block with their bytes.</summary>
    /// <exception cref="BlockCorruptException">The bytes are no captured input, or of a later format.</exception>
    public static IReadOnlyList<(InputPart Part, ReadOnlyMemory<byte> Bytes)> Read(ReadOnlyMemory<byte> block)
    {
        var bytes = block.Span;
        if (bytes.Length < HeadBytes || BinaryPrimitives.ReadInt32LittleEndian(bytes) != Format)
        {
            throw new BlockCorruptException("The block holds no captured input that this version can read.");
        }

        var count = BinaryPrimitives.ReadInt32LittleEndian(bytes[4..]);
        var at = HeadBytes + ((long)PartBytes * count);
        if (count < 0 || at > bytes.Length)
        {
            throw Cut();
        }

        var parts = new (InputPart Part, ReadOnlyMemory<byte> Bytes)[count];
        for (var i = 0; i < count; i++)
        {
            var entry = bytes[(HeadBytes + (PartBytes * i))..];
            var part = new InputPart(
                BinaryPrimitives.ReadInt32LittleEndian(entry), BinaryPrimitives.ReadInt64LittleEndian(entry[4..]), BinaryPrimitives.ReadInt64LittleEndian(entry[12..]));
            if (part.File < 0 || part.Offset < 0 || part.Length < 0 || part.Length > bytes.Length - at)
            {
                throw Cut();
            }

            parts[i] = (part, block.Slice((int)at, (int)part.Length));
            at += part.Length;
        }

        return parts;
    }

    private static BlockCorruptException Cut() => new("The captured input has fewer bytes than it says.");
}
