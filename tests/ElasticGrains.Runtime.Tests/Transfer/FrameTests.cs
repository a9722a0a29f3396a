using System.IO.Compression;
using System.IO.Pipelines;
using ElasticGrains.Runtime.Transfer;

namespace ElasticGrains.Runtime.Tests.Transfer;

public sealed class FrameTests
{
    private const int Frame = FrameWriteStream.FrameBytes;

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(Frame - 1)]
    [InlineData(Frame)]
    [InlineData(Frame + 1)]
    [InlineData((3 * Frame) + 17)]
    public async Task Frames_ReadBack_AreWhatWasWritten(int length)
    {
        var bytes = Bytes(length);
        Assert.Equal(bytes, await ReadAsync(await WrittenAsync(bytes)));
    }

    [Fact]
    public async Task Frames_AnyBitFlipped_AreRefused()
    {
        var written = await WrittenAsync(Bytes(Frame + 100));
        var random = new Random(7);
        for (var trial = 0; trial < 100; trial++)
        {
            var at = random.Next(written.Length);
            var bit = (byte)(1 << random.Next(8));
            written[at] ^= bit;
            await Assert.ThrowsAnyAsync<Exception>(() => ReadAsync(written));
            written[at] ^= bit;
        }
    }

    [Fact]
    public async Task Frames_CutOffAnywhere_AreRefused()
    {
        var written = await WrittenAsync(Bytes(1000));
        for (var length = 0; length < written.Length; length++)
        {
            await Assert.ThrowsAsync<EndOfStreamException>(() => ReadAsync(written[..length]));
        }
    }

    [Fact]
    public async Task Complete_SomeAreNotRead_Refuses()
    {
        await using var frames = new FrameReadStream(new MemoryStream(await WrittenAsync(Bytes(1000))));
        await frames.ReadExactlyAsync(new byte[999]);
        await Assert.ThrowsAsync<InvalidDataException>(() => frames.CompleteAsync());
    }

    [Fact]
    public async Task Frames_WriterAndReaderDisposeThem_StillEndAsTheyShould()
    {
        var bytes = Bytes(100_000);
        using var wire = new MemoryStream();
        await using var writing = new FrameWriteStream(wire);
        await using (var packed = new BrotliStream(writing, CompressionLevel.Fastest))
        {
            await packed.WriteAsync(bytes);
        }

        await writing.CompleteAsync(default);
        await Assert.ThrowsAsync<ObjectDisposedException>(() => writing.WriteAsync(bytes).AsTask());
        wire.Position = 0;
        await using var reading = new FrameReadStream(wire);
        var read = new byte[bytes.Length];
        await using (var unpacked = new BrotliStream(reading, CompressionMode.Decompress))
        {
            await unpacked.ReadExactlyAsync(read);
        }

        await reading.CompleteAsync();
        Assert.Equal(bytes, read);
    }

    [Fact]
    public async Task Flush_WithLittle_SendsIt()
    {
        using var wire = new MemoryStream();
        await using var writing = new FrameWriteStream(wire);
        await writing.WriteAsync(new byte[10]);
        Assert.Equal(0, wire.Length);
        await writing.FlushAsync();
        Assert.Equal(FrameWriteStream.HeadBytes + 10, wire.Length);
    }

    [Fact]
    public async Task Read_NothingComesAnyMore_GivesUpWhateverTheReaderSays()
    {
        var pipe = new Pipe();
        await using var frames = new FrameReadStream(pipe.Reader.AsStream(), TimeSpan.FromMilliseconds(50));
        await Assert.ThrowsAsync<TimeoutException>(() => frames.ReadAsync(new byte[1], CancellationToken.None).AsTask());
    }

    [Fact]
    public async Task Read_ReaderTakesItsTime_IsNotGivenUp()
    {
        await using var frames = new FrameReadStream(new MemoryStream(await WrittenAsync(Bytes(1000))), TimeSpan.FromMilliseconds(20));
        await frames.ReadExactlyAsync(new byte[500]);
        await Task.Delay(100);
        await frames.ReadExactlyAsync(new byte[500]);
        await frames.CompleteAsync();
    }

    private static byte[] Bytes(int length)
    {
        var bytes = new byte[length];
        new Random(length).NextBytes(bytes);
        return bytes;
    }

    private static async Task<byte[]> WrittenAsync(byte[] bytes)
    {
        var stream = new MemoryStream();
        await using var frames = new FrameWriteStream(stream);
        await frames.WriteAsync(bytes.AsMemory(0, bytes.Length / 3));
        await frames.WriteAsync(bytes.AsMemory(bytes.Length / 3));
        await frames.CompleteAsync(default);
        return stream.ToArray();
    }

    private static async Task<byte[]> ReadAsync(byte[] written)
    {
        await using var frames = new FrameReadStream(new MemoryStream(written));
        var read = new MemoryStream();
        await frames.CopyToAsync(read);
        await frames.CompleteAsync();
        return read.ToArray();
    }
}
