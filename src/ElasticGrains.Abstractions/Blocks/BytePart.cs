namespace ElasticGrains.Blocks;

/// <summary>A part of bytes that are too many for one message; whoever reads asks for the next until all are there.</summary>
/// <param name="Offset">Where the part begins.</param>
/// <param name="Total">How many bytes there are in all.</param>
/// <param name="Checksum">XxHash3 (64 bits) of all of them.</param>
/// <param name="Bytes">At most <see cref="Most"/>; empty only at the end.</param>
[GenerateSerializer, Immutable, Alias("eg.byte-part")]
public sealed record BytePart(
    [property: Id(0)] long Offset, [property: Id(1)] long Total, [property: Id(2)] ulong Checksum, [property: Id(3)] ReadOnlyMemory<byte> Bytes)
{
    /// <summary>The bytes of a part: 512 KiB. A connection is free for others again after a millisecond or two.</summary>
    public const int Most = 512 * 1024;

    /// <summary>The part of <paramref name="whole"/> from <paramref name="offset"/> on.</summary>
    public static BytePart Of(ReadOnlyMemory<byte> whole, ulong checksum, long offset)
    {
        var start = (int)Math.Clamp(offset, 0, whole.Length);
        return new BytePart(start, whole.Length, checksum, whole.Slice(start, Math.Min(Most, whole.Length - start)));
    }
}
