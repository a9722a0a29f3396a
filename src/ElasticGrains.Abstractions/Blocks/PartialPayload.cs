namespace ElasticGrains.Blocks;

/// <summary>The encoded partial of a commit: inline when small, otherwise a durable block.</summary>
/// <param name="Length">The length of the encoded partial in bytes.</param>
/// <param name="Checksum">XxHash3 (64 bits) of the encoded partial.</param>
/// <param name="Inline">The bytes, when there is no block.</param>
/// <param name="Block">The block, when the partial is larger than <see cref="MaxInline"/>.</param>
[GenerateSerializer, Immutable, Alias("eg.partial.payload")]
public sealed record PartialPayload(
    [property: Id(0)] long Length,
    [property: Id(1)] ulong Checksum,
    [property: Id(2)] ReadOnlyMemory<byte> Inline,
    [property: Id(3)] BlockHandle? Block)
{
    /// <summary>The most bytes that ride in a grain message; larger partials go as blocks.</summary>
    public const int MaxInline = 256 * 1024;
}
