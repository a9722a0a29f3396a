namespace ElasticGrains.Client;

/// <summary>One file that is to be put into a grid.</summary>
/// <param name="Path">Where it will be in its input: relative, with slashes.</param>
/// <param name="Open">Opens it, once, to be read to its end.</param>
public sealed record FileToUpload(string Path, Func<Stream> Open);
