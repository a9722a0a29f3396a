namespace ElasticGrains.Engine.Verification;

/// <summary>Length and checksum of some bytes: as written down, or as counted from the bytes themselves.</summary>
/// <param name="Length">The length in bytes.</param>
/// <param name="Checksum">XxHash3 (64 bits).</param>
public readonly record struct ByteStamp(long Length, ulong Checksum);
