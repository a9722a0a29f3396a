namespace ElasticGrains.Inputs;

/// <summary>Some bytes of one file of a manifest.</summary>
/// <param name="File">The file's place in the manifest, from 0.</param>
/// <param name="Offset">The first byte, counted in the file.</param>
/// <param name="Length">How many.</param>
public readonly record struct InputPart(int File, long Offset, long Length);
