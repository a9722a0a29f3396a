using ElasticGrains.Inputs;

namespace ElasticGrains.Cli.State;

/// <summary>A part of an input file.</summary>
/// <param name="Path">The file.</param>
/// <param name="Bytes">Its bytes, counted from 0.</param>
internal sealed record FilePart(string Path, ItemRange Bytes)
{
    public static FilePart Of(FileManifest files, InputPart part) => new(files.Files[part.File].Path, new ItemRange(part.Offset, part.Offset + part.Length));
}
