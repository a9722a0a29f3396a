namespace ElasticGrains.Cli.State;

/// <summary>A part of an input file.</summary>
/// <param name="Path">The file.</param>
/// <param name="Bytes">Its bytes, counted from 0.</param>
internal sealed record FilePart(string Path, ItemRange Bytes);
