using ElasticGrains.Inputs;
using ElasticGrains.Kernels.Inputs;

namespace ElasticGrains.Kernels.Tests;

/// <summary>Files in a directory of their own, gone with the test.</summary>
public sealed class TestFiles : IDisposable
{
    public TestFiles() => Root = Directory.CreateTempSubdirectory("eg-kernels-").FullName;

    public string Root { get; }

    public string Write(string name, ReadOnlySpan<byte> contents)
    {
        var path = Path.Combine(Root, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllBytes(path, contents);
        return path;
    }

    public FileManifest Manifest(params IEnumerable<byte[]> contents)
    {
        var paths = contents.Select((bytes, i) => Write($"{i:D4}.txt", bytes)).ToArray();
        return ManifestBuilder.Build(paths);
    }

    public void Dispose() => Directory.Delete(Root, recursive: true);
}
