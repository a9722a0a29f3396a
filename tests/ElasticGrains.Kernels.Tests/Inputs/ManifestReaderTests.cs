using CsCheck;
using ElasticGrains.Inputs;
using ElasticGrains.Kernels.Inputs;

namespace ElasticGrains.Kernels.Tests.Inputs;

public sealed class ManifestReaderTests : IDisposable
{
    private readonly TestFiles _files = new();

    public void Dispose() => _files.Dispose();

    [Fact]
    public void Read_AnyRange_GivesItsBytesWithTheirNeighbours() =>
        Gen.Select(Gen.Byte[1, 255].Array[0, 50].Array[1, 4], Gen.Double.Unit, Gen.Double.Unit, Gen.Int[1, 60]).Sample((texts, first, second, size) =>
        {
            var manifest = _files.Manifest(texts);
            var (start, end) = ((long)(Math.Min(first, second) * manifest.Length), (long)(Math.Max(first, second) * manifest.Length));
            using var reader = new ManifestReader(manifest, new ItemRange(start, end), behind: 3, ahead: 5, chunk: size);
            var read = new List<byte>();
            while (reader.Read())
            {
                var text = texts[reader.File];
                var (from, to) = ((int)reader.FileOffset, (int)reader.FileOffset + reader.End - ManifestReader.Margin);
                read.AddRange(reader.Buffer[ManifestReader.Margin..reader.End]);
                Assert.Equal(text.AsSpan()[Math.Max(0, from - 3)..from], reader.Buffer[(ManifestReader.Margin - Math.Min(3, from))..ManifestReader.Margin]);
                Assert.Equal(text.AsSpan()[to..Math.Min(text.Length, to + 5)], reader.Buffer[reader.End..reader.Available]);
                Assert.Equal(0, reader.Buffer[reader.Available]);
                Assert.True(from > 2 || reader.Buffer[ManifestReader.Margin - from - 1] == 0);
                Assert.Equal(to + 5 >= text.Length, reader.SeesFileEnd);
            }

            Assert.Equal(texts.SelectMany(text => text).Skip((int)start).Take((int)(end - start)), read);
        }, iter: 200, threads: 1);

    [Fact]
    public void Read_FileOfAnotherLength_SaysBothLengths()
    {
        var manifest = _files.Manifest(new byte[12_345]);
        File.WriteAllBytes(Path(manifest), new byte[12_000]);
        Assert.Equal(
            $"'{Path(manifest)}' was 12,345 bytes when the job was submitted, is 12,000 now; submit a new job.",
            Refusal(manifest, 0, 1));
    }

    [Fact]
    public void Read_FileWrittenAgainWithTheSameLength_IsRefused()
    {
        var manifest = _files.Manifest("one"u8.ToArray());
        File.SetLastWriteTimeUtc(Path(manifest), File.GetLastWriteTimeUtc(Path(manifest)).AddSeconds(1));
        Assert.Contains("was written at", Refusal(manifest, 0, 1));
    }

    [Fact]
    public void Read_OtherContentsWithLengthAndTimeKept_IsFoundByTheFingerprint()
    {
        var manifest = _files.Manifest("one"u8.ToArray());
        var time = File.GetLastWriteTimeUtc(Path(manifest));
        File.WriteAllText(Path(manifest), "two");
        File.SetLastWriteTimeUtc(Path(manifest), time);
        Assert.Contains("has other contents than when the job was submitted", Refusal(manifest, 1, 2));
    }

    [Fact]
    public void Read_FileThatVanished_IsRefused()
    {
        var manifest = _files.Manifest("one"u8.ToArray(), "two"u8.ToArray());
        File.Delete(manifest.Files[1].Path);
        Assert.Contains($"'{manifest.Files[1].Path}' does not exist here", Refusal(manifest, 0, 6));
    }

    [Fact]
    public void Read_FileTruncatedBetweenChunks_IsRefusedNotAnswered()
    {
        var manifest = _files.Manifest(new byte[10_000]);
        using var reader = new ManifestReader(manifest, new ItemRange(0, 10_000), behind: 0, ahead: 0, chunk: 4_000);
        Assert.True(reader.Read());
        using (var file = new FileStream(Path(manifest), FileMode.Open, FileAccess.Write, FileShare.ReadWrite))
        {
            file.SetLength(5_000);
        }

        Assert.Contains("ends at byte 5,000, earlier than when the job was submitted", Assert.Throws<KernelInputException>(() => reader.Read()).Message);
    }

    [Fact]
    public void Read_FileChangedAfterItsLastChunk_IsRefusedNotAnswered()
    {
        var manifest = _files.Manifest(new byte[100]);
        using var reader = new ManifestReader(manifest, new ItemRange(0, 100), behind: 0, ahead: 0);
        Assert.True(reader.Read());
        File.AppendAllText(Path(manifest), "more");
        Assert.Contains("was 100 bytes when the job was submitted, is 104 now", Assert.Throws<KernelInputException>(() => reader.Read()).Message);
    }

    private static string Path(FileManifest manifest) => manifest.Files[0].Path;

    private static string Refusal(FileManifest manifest, long start, long end) => Assert.Throws<KernelInputException>(() =>
    {
        using var reader = new ManifestReader(manifest, new ItemRange(start, end), behind: 0, ahead: 0);
        while (reader.Read())
        {
        }
    }).Message;
}
