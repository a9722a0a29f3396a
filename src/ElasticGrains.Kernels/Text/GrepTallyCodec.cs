using System.Buffers;

namespace ElasticGrains.Kernels.Text;

/// <summary>A tally as bytes: LEB128 counts, then file number, offset, length and bytes of each kept line.</summary>
internal sealed class GrepTallyCodec : IPartialCodec<GrepTally>
{
    private GrepTallyCodec()
    {
    }

    public static GrepTallyCodec Instance { get; } = new();

    public void Encode(GrepTally partial, IBufferWriter<byte> to)
    {
        var writer = new VarintWriter(to);
        writer.Reserve(5 * VarintReader.MaxBytes);
        writer.Write(partial.MatchingLines);
        writer.Write(partial.Lines);
        writer.Write(partial.Bytes);
        writer.Write(partial.Keep);
        writer.Write(partial.First.Count);
        foreach (var line in partial.First)
        {
            writer.Reserve((3 * VarintReader.MaxBytes) + line.Text.Length);
            writer.Write(line.File);
            writer.Write(line.Offset);
            writer.Write(line.Text.Length);
            writer.Write(line.Text);
        }

        writer.Flush();
    }

    public GrepTally Decode(ReadOnlySpan<byte> encoded)
    {
        var reader = new VarintReader(encoded);
        var tally = new GrepTally { MatchingLines = reader.Read(), Lines = reader.Read(), Bytes = reader.Read(), Keep = reader.ReadInt() };
        var count = reader.ReadCount();
        for (var i = 0; i < count; i++)
        {
            tally.First.Add(new GrepTally.FoundLine(reader.ReadInt(), reader.Read(), reader.ReadBytes(reader.ReadCount()).ToArray()));
        }

        reader.ExpectEnd();
        return tally;
    }
}
