namespace ElasticGrains.Inputs;

/// <summary>One file of a manifest, as it was when the job was submitted.</summary>
/// <param name="Path">The absolute path, or a name with the scheme of a service, see <see cref="IInputStore"/>.</param>
/// <param name="Length">The length in bytes.</param>
/// <param name="ModifiedTicks">The time of the last write, UTC ticks of 100 ns; 0 for an input that lies in a grid, which never changes.</param>
/// <param name="Fingerprint">Of a file XxHash3 (64 bits) of the first and the last 64 KiB, in lower-case hexadecimal; otherwise what the service tells versions apart by.</param>
public sealed record InputFile(string Path, long Length, long ModifiedTicks, string Fingerprint);
