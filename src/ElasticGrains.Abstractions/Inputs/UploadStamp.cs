namespace ElasticGrains.Inputs;

/// <summary>What a part of an input is, without its bytes.</summary>
/// <param name="Part">Its place, from 0.</param>
/// <param name="Length">In bytes, at most <see cref="UploadRules.PartBytes"/>.</param>
/// <param name="Checksum">XxHash3 (64 bits) of its bytes.</param>
[GenerateSerializer, Immutable, Alias("eg.upload.stamp")]
public sealed record UploadStamp([property: Id(0)] int Part, [property: Id(1)] int Length, [property: Id(2)] ulong Checksum);
