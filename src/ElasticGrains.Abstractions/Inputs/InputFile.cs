namespace ElasticGrains.Inputs;

/// <summary>One file of a manifest, as it was when the job was submitted.</summary>
/// <param name="Path">The absolute path.</param>
/// <param name="Length">The length in bytes.</param>
/// <param name="ModifiedTicks">The time of the last write, UTC ticks of 100 ns.</param>
/// <param name="Fingerprint">XxHash3 (64 bits) of the first and the last 64 KiB, in lower-case hexadecimal.</param>
public sealed record InputFile(string Path, long Length, long ModifiedTicks, string Fingerprint);
