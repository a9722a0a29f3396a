using System.Diagnostics;
using Amazon.Runtime;
using ElasticGrains.Inputs;
using ElasticGrains.Kernels;
using ElasticGrains.Kernels.Inputs;
using ElasticGrains.Tests.Shared;
using Microsoft.Extensions.Time.Testing;

namespace ElasticGrains.S3.Tests;

/// <summary>What a kernel reads of an object, and what it is told when that is not there any more.</summary>
public sealed class S3ContentTests(TestObjects objects) : IClassFixture<TestObjects>
{
    private const int Mib = 1 << 20;

    [Theory]
    [InlineData(0, 1)]
    [InlineData(4 * Mib - 5, 4 * Mib + 5)]
    [InlineData(3 * Mib, 13 * Mib + 7)]
    [InlineData(0, 13 * Mib + 107)]
    public async Task Read_AnyRange_GivesItsBytesWithTheirNeighbours(int start, int end)
    {
        byte[][] contents = [TestObjects.Bytes(13 * Mib + 7), [], TestObjects.Bytes(100)];
        for (var i = 0; i < contents.Length; i++)
        {
            await objects.WriteAsync($"read/{i}", contents[i]);
        }

        var manifest = TestObjects.Manifest(objects.Name("read"));
        using var reader = new ManifestReader(manifest, new ItemRange(start, end), behind: 3, ahead: 1000);
        using var read = new MemoryStream();
        while (reader.Read())
        {
            var whole = contents[reader.File];
            var (from, to) = ((int)reader.FileOffset, (int)reader.FileOffset + reader.End - ManifestReader.Margin);
            Assert.True(reader.Buffer[ManifestReader.Margin..reader.End].SequenceEqual(whole.AsSpan(from..to)));
            Assert.True(reader.Buffer[reader.End..reader.Available].SequenceEqual(whole.AsSpan(to..Math.Min(whole.Length, to + 1000))));
            var behind = Math.Min(3, from);
            Assert.True(reader.Buffer[(ManifestReader.Margin - behind)..ManifestReader.Margin].SequenceEqual(whole.AsSpan((from - behind)..from)));
            read.Write(reader.Buffer[ManifestReader.Margin..reader.End]);
        }

        Assert.Equal(contents.SelectMany(it => it).Skip(start).Take(end - start), read.ToArray());
    }

    [Fact]
    public async Task Read_OfAnObjectThatWasReplacedBefore_IsRefused()
    {
        await objects.WriteAsync("replaced", TestObjects.Bytes(1000));
        var manifest = TestObjects.Manifest(objects.Name("replaced"));
        await objects.WriteAsync("replaced", TestObjects.Bytes(1001).AsMemory(1));

        Assert.Contains("is not there any more as it was", Refusal(manifest), StringComparison.Ordinal);
        Assert.Throws<KernelInputException>(() => ManifestCheck.Verify(manifest.Files));
    }

    [Fact]
    public async Task Read_OfAnObjectThatVanished_IsRefused()
    {
        await objects.WriteAsync("vanished", TestObjects.Bytes(1000));
        var manifest = TestObjects.Manifest(objects.Name("vanished"));
        await objects.DeleteAsync("vanished");

        Assert.Contains($"'{manifest.Files[0].Path}' is not there any more", Refusal(manifest), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Read_OfAnObjectThatIsReplacedMeanwhile_IsRefusedNotAnswered()
    {
        await objects.WriteAsync("meanwhile", TestObjects.Bytes(20 * Mib));
        var manifest = TestObjects.Manifest(objects.Name("meanwhile"));
        using var reader = new ManifestReader(manifest, new ItemRange(0, manifest.Length), behind: 0, ahead: 0);
        Assert.True(reader.Read());
        await objects.WriteAsync("meanwhile", new byte[20 * Mib]);

        Assert.Throws<KernelInputException>(() => ReadOn(reader));
    }

    [Fact]
    public async Task Read_WhileTheServerIsAwayForAMoment_GoesOn()
    {
        var bytes = TestObjects.Bytes(20 * Mib);
        await objects.WriteAsync("moment", bytes);
        var manifest = TestObjects.Manifest(objects.Name("moment"));
        using var content = InputStores.Open(manifest.Files[0], offset: 0);
        var read = new byte[bytes.Length];
        content.ReadExactly(read.AsSpan(0, 1), 0);
        await objects.Server.KillAsync();
        var back = ComeBackAsync();
        content.ReadExactly(read, 0);

        await back;
        Assert.True(read.AsSpan().SequenceEqual(bytes));

        async Task ComeBackAsync()
        {
            await Task.Delay(TimeSpan.FromSeconds(1));
            await objects.Server.GoOnAsync();
        }
    }

    [Fact]
    public async Task Read_WhileTheServerStaysAway_SaysSoAndCanBeTriedAgain()
    {
        var bytes = TestObjects.Bytes(1000);
        await objects.WriteAsync("away", bytes);
        var file = TestObjects.Manifest(objects.Name("away")).Files[0];
        using var service = objects.Open();
        var content = new S3Content(service, "away", file, tryFor: TimeSpan.Zero);
        await objects.Server.KillAsync();
        var read = new byte[bytes.Length];

        var error = Assert.Throws<InputUnavailableException>(() => content.ReadExactly(read, 0));

        Assert.Contains($"'{file.Path}' cannot be read: The bucket 'blocks'", error.Message, StringComparison.Ordinal);
        await objects.Server.GoOnAsync();
        content.ReadExactly(read, 0);
        Assert.True(read.AsSpan().SequenceEqual(bytes));
    }

    [Fact]
    public async Task Read_WithWrongCredentials_SaysSoAtOnce()
    {
        await objects.WriteAsync("refused", TestObjects.Bytes(1000));
        var file = TestObjects.Manifest(objects.Name("refused")).Files[0];
        using var service = new S3Objects(S3Place.Parse($"s3://{S3Server.Bucket}{objects.Query}"), "", new BasicAWSCredentials("nobody", "nothing"));
        var content = new S3Content(service, "refused", file, S3Content.TryFor);
        var began = Stopwatch.GetTimestamp();

        var error = Assert.Throws<InputUnavailableException>(() => content.ReadExactly(new byte[1000], 0));

        Assert.Contains("AWS_ACCESS_KEY_ID", error.Message, StringComparison.Ordinal);
        Assert.InRange(Stopwatch.GetElapsedTime(began), TimeSpan.Zero, S3Content.TryFor / 2);
    }

    /// <summary>A kernel is called some twenty times a second, and opens its inputs each time.</summary>
    [Theory]
    [InlineData(100)]
    [InlineData(Mib + 1)]
    public async Task Read_InManyCalls_FetchesEachByteOnceInFewRequests(int ahead)
    {
        var bytes = TestObjects.Bytes(13 * Mib + 7);
        await objects.WriteAsync("calls", bytes);
        await using var relay = new Relay(objects.Server.Port);
        var file = TestObjects.Manifest(objects.Name("calls").Replace($":{objects.Server.Port}", $":{relay.Port}", StringComparison.Ordinal)).Files[0];
        var manifest = new FileManifest { Files = [file] };
        var requests = 0;

        // Requests to read have no body: each comes in one piece, by itself.
        relay.OnRequest = request =>
        {
            if (request.Span.StartsWith("GET "u8))
            {
                Interlocked.Increment(ref requests);
            }
        };
        for (var (at, size) = (0L, 1L); at < bytes.Length; at += size, size = Math.Min(2 * size, 64 << 10))
        {
            var end = Math.Min(at + size, bytes.Length);
            using var reader = new ManifestReader(manifest, new ItemRange(at, end), behind: 1, ahead);
            Assert.True(reader.Read());
            Assert.True(reader.Buffer[ManifestReader.Margin..reader.End].SequenceEqual(bytes.AsSpan((int)at..(int)end)));
        }

        // 256 KiB, and so on doubled up to 4 MiB.
        Assert.Equal(7, requests);
    }

    [Fact]
    public async Task Shelf_FullOrLeftAlone_ClosesTheOldest()
    {
        await objects.WriteAsync("kept", TestObjects.Bytes(Mib));
        var file = TestObjects.Manifest(objects.Name("kept")).Files[0];
        using var service = objects.Open();
        var time = new FakeTimeProvider();
        var shelf = new ContentShelf(time, most: 2);
        var first = Begun(service, file);
        shelf.Put(first);
        Assert.Null(shelf.Take(file with { Fingerprint = "other" }, 5));
        Assert.Null(shelf.Take(file, Mib));
        Assert.Same(first, shelf.Take(file, 5));
        var (second, third) = (Begun(service, file), Begun(service, file));
        shelf.Put(first);
        shelf.Put(second);
        shelf.Put(third);

        Assert.Equal([third, second, null], [shelf.Take(file, 5), shelf.Take(file, 5), shelf.Take(file, 5)]);
        shelf.Put(third);
        time.Advance(TimeSpan.FromMinutes(1));
        Assert.Null(shelf.Take(file, 5));
    }

    [Fact]
    public async Task Reader_DisposedTwice_GivesItsContentBackOnce()
    {
        await objects.WriteAsync("twice", TestObjects.Bytes(Mib));
        var file = TestObjects.Manifest(objects.Name("twice")).Files[0];
        using var service = objects.Open();
        var shelf = new ContentShelf(TimeProvider.System, most: 2);
        var content = Begun(service, file);
        var reader = new ShelvedContent(content, shelf);
        reader.Dispose();
        reader.Dispose();

        Assert.Equal([content, null], [shelf.Take(file, 5), shelf.Take(file, 5)]);
        Assert.Throws<ObjectDisposedException>(() => reader.ReadExactly(new byte[1], 0));
    }

    private static S3Content Begun(S3Objects service, InputFile file)
    {
        var content = new S3Content(service, file.Path.Split('?')[0].Split('/')[^1], file, S3Content.TryFor);
        content.ReadExactly(new byte[5], 0);
        return content;
    }

    private static string Refusal(FileManifest manifest) => Assert.Throws<KernelInputException>(() =>
    {
        using var reader = new ManifestReader(manifest, new ItemRange(0, manifest.Length), behind: 0, ahead: 0);
        ReadOn(reader);
    }).Message;

    private static void ReadOn(ManifestReader reader)
    {
        while (reader.Read())
        {
        }
    }
}
