namespace ElasticGrains.Blocks;

/// <summary>Names immutable, checksummed bytes in a block store.</summary>
/// <param name="Id">The block's id, unique in its store.</param>
/// <param name="Length">The length in bytes.</param>
/// <param name="Checksum">XxHash3 (64 bits) of the bytes.</param>
[GenerateSerializer, Immutable, Alias("eg.block.handle")]
public sealed record BlockHandle([property: Id(0)] string Id, [property: Id(1)] long Length, [property: Id(2)] ulong Checksum);
