namespace ElasticGrains.Inputs;

/// <summary>One file of an input that lies in a grid. Files lie one behind the other, in the order of the list.</summary>
/// <param name="Path">Relative, with slashes; empty for an input that is one stream of bytes.</param>
/// <param name="Length">In bytes.</param>
[GenerateSerializer, Immutable, Alias("eg.upload.file")]
public sealed record UploadedFile([property: Id(0)] string Path, [property: Id(1)] long Length);
