using ElasticGrains.Hashing;

namespace ElasticGrains.Inputs;

/// <summary>A part of an input with its bytes, and the checksum that its sender counted: whoever keeps or uses it counts again.</summary>
/// <param name="Stamp">What it should be.</param>
/// <param name="Bytes">Its bytes.</param>
[GenerateSerializer, Immutable, Alias("eg.upload.part")]
public sealed record UploadPart([property: Id(0)] UploadStamp Stamp, [property: Id(1)] ReadOnlyMemory<byte> Bytes)
{
    /// <summary>The part of these bytes.</summary>
    public static UploadPart Of(int part, ReadOnlyMemory<byte> bytes) => new(new UploadStamp(part, bytes.Length, Checksum.Of(bytes.Span)), bytes);

    /// <summary>True when the bytes are what they should be.</summary>
    public bool IsSound() => Stamp.Part >= 0 && Bytes.Length == Stamp.Length && Checksum.Of(Bytes.Span) == Stamp.Checksum;
}
