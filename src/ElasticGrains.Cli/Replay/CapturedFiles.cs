using ElasticGrains.Blocks;
using ElasticGrains.Inputs;
using ElasticGrains.Jobs;
using ElasticGrains.Kernels.Inputs;
using ElasticGrains.S3;

namespace ElasticGrains.Cli.Replay;

/// <summary>Files as they were captured, in a directory that is gone at the end: as long as they were, and empty where nothing was kept.</summary>
internal sealed class CapturedFiles : IDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("elasticgrains-replay-");
    private readonly Dictionary<string, string> _originals = new(StringComparer.Ordinal);

    private CapturedFiles()
    {
    }

    /// <summary>The job's input with these files in place of those that they were.</summary>
    public ReadOnlyMemory<byte> Input { get; private set; }

    /// <exception cref="BlockCorruptException">The block does not hold parts of the job's files.</exception>
    public static CapturedFiles Restore(ReadOnlyMemory<byte> input, ReadOnlyMemory<byte> block)
    {
        var restored = new CapturedFiles();
        try
        {
            var manifest = ManifestJson.Find(input) ?? throw new BlockCorruptException("Input of files was captured of a job that has none.");
            var files = manifest.Files.ToArray();
            foreach (var file in CapturedBytes.Read(block).GroupBy(part => part.Part.File))
            {
                files[file.Key] = file.Key < files.Length
                    ? restored.Write(file.Key, files[file.Key], file)
                    : throw new BlockCorruptException($"Input was captured of file {file.Key} of a job that has {files.Length}.");
            }

            restored.Input = ManifestJson.With(input, new FileManifest { Files = files });
            return restored;
        }
        catch
        {
            restored.Dispose();
            throw;
        }
    }

    /// <summary>A failure that speaks of the files by their own paths.</summary>
    public Failure? WithOriginals(Failure? failure) => failure is null
        ? null
        : failure with { Message = _originals.Aggregate(failure.Message, (text, file) => text.Replace(file.Key, file.Value, StringComparison.Ordinal)) };

    public void Dispose() => _directory.Delete(recursive: true);

    private InputFile Write(int number, InputFile original, IEnumerable<(InputPart Part, ReadOnlyMemory<byte> Bytes)> parts)
    {
        var path = Path.Combine(_directory.CreateSubdirectory($"{number}").FullName, S3Inputs.Owns(original.Path) ? "object" : Path.GetFileName(original.Path));
        using (var file = File.OpenHandle(path, FileMode.CreateNew, FileAccess.Write))
        {
            RandomAccess.SetLength(file, original.Length);
            foreach (var (part, bytes) in parts)
            {
                RandomAccess.Write(file, bytes.Span, part.Offset);
            }
        }

        File.SetLastWriteTimeUtc(path, new DateTime(original.ModifiedTicks, DateTimeKind.Utc));
        _originals.Add(path, original.Path);
        return ManifestBuilder.Build([path]).Files[0];
    }
}
