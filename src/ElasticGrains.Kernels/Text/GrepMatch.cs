namespace ElasticGrains.Kernels.Text;

/// <summary>A matching line.</summary>
/// <param name="File">The file's path.</param>
/// <param name="Offset">Where the line begins in the file, in bytes.</param>
/// <param name="Line">The line, or its first 200 bytes.</param>
public sealed record GrepMatch(string File, long Offset, string Line);
