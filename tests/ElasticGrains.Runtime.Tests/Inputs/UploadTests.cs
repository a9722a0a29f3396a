using System.Text;
using ElasticGrains.Client;
using ElasticGrains.Embedded;
using ElasticGrains.Inputs;
using ElasticGrains.Kernels;
using ElasticGrains.Kernels.Text;
using ElasticGrains.Testing.Clusters;

namespace ElasticGrains.Runtime.Tests.Inputs;

/// <summary>What a user puts into a grid, and what kernels and others read of it.</summary>
public class UploadTests
{
    private const int Mib = 1 << 20;
    private const string Word = "elastic ";

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(9_000_000)]
    public async Task Put_OfAStream_IsReadByOthersAndByKernels(int words)
    {
        await using var grid = await StartAsync();
        var text = Text(words);
        var told = new Told();

        var put = await grid.Inputs.PutAsync("corpus", new MemoryStream(text), progress: told);

        Assert.Equal((text.Length, false, text.Length), (put.Input.Length, put.WasThere, put.Sent));
        Assert.Equal(text.Length, told.Most);
        Assert.True(put.Input.IsComplete);
        Assert.Equal(text, await ReadAsync(grid, "corpus"));
        Assert.Equal(words, await CountAsync(grid, "grid://corpus"));
    }

    [Fact]
    public async Task Put_OfFiles_IsReadByPatternEachByItself()
    {
        await using var grid = await StartAsync();
        FileToUpload[] files = [File("b/two.txt", Text(2)), File("a.txt", Text(400_000)), File("b/deep/three.txt", Text(3)), File("empty.txt", []), File("z.log", Text(5))];

        var put = await grid.Inputs.PutAsync("corpus", files);

        Assert.Equal(["a.txt", "b/deep/three.txt", "b/two.txt", "empty.txt", "z.log"], put.Input.Files!.Select(file => file.Path));
        Assert.Equal(400_010, await CountAsync(grid, "grid://corpus"));
        Assert.Equal(400_005, await CountAsync(grid, "grid://corpus/**/*.txt"));
        Assert.Equal(3, await CountAsync(grid, "grid://corpus/b/deep"));
        Assert.Equal(Text(5), await ReadAsync(grid, "corpus", "z.log"));
        Assert.Empty(await ReadAsync(grid, "corpus", "empty.txt"));
        var error = await Assert.ThrowsAsync<UploadRefusedException>(() => grid.Inputs.OpenAsync("corpus", "none.txt"));
        Assert.Contains("no file 'none.txt'", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Put_Again_IsThereOrIsRefused()
    {
        await using var grid = await StartAsync();
        var text = Text(400_000);
        await grid.Inputs.PutAsync("corpus", new MemoryStream(text));

        var again = await grid.Inputs.PutAsync("corpus", new MemoryStream(text));

        Assert.Equal((true, 0L), (again.WasThere, again.Sent));
        foreach (var other in (byte[][])[[.. text, 1], text[..^1], [.. text[..^1], 1], []])
        {
            var error = await Assert.ThrowsAsync<UploadRefusedException>(() => grid.Inputs.PutAsync("corpus", new MemoryStream(other)));
            Assert.Contains("with other content", error.Message, StringComparison.Ordinal);
        }

        await Assert.ThrowsAsync<UploadRefusedException>(() => grid.Inputs.PutAsync("corpus", [File("a.txt", text)]));
        Assert.Equal(text, await ReadAsync(grid, "corpus"));
    }

    [Fact]
    public async Task Put_AfterACut_GoesOnBehindWhatIsDurable()
    {
        await using var grid = await StartAsync();
        var text = Text(8 * Mib / Word.Length);
        await Assert.ThrowsAsync<IOException>(() => grid.Inputs.PutAsync("corpus", new CutStream(text, 5 * Mib, () => throw new IOException("cut"))));
        var begun = Assert.Single(await grid.Inputs.ListAsync());
        Assert.Equal((false, 5L), (begun.IsComplete, begun.Parts));
        var error = await Assert.ThrowsAsync<KernelInputException>(() => grid.Inputs.ResolveAsync("grid://corpus"));
        Assert.Contains("not complete", error.Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<UploadRefusedException>(() => grid.Inputs.OpenAsync("corpus"));

        var put = await grid.Inputs.PutAsync("corpus", new MemoryStream(text));

        Assert.Equal((3L * Mib, false), (put.Sent, put.WasThere));
        Assert.Equal(text, await ReadAsync(grid, "corpus"));
    }

    [Fact]
    public async Task Put_OfOtherContentAfterACut_IsRefusedUntilItIsDeleted()
    {
        await using var grid = await StartAsync();
        await Assert.ThrowsAsync<IOException>(() => grid.Inputs.PutAsync("corpus", new CutStream(Text(Mib), 3 * Mib, () => throw new IOException("cut"))));

        var error = await Assert.ThrowsAsync<UploadRefusedException>(() => grid.Inputs.PutAsync("corpus", new MemoryStream(new byte[Mib])));

        Assert.Contains("was begun and broken off", error.Message, StringComparison.Ordinal);
        await grid.Inputs.DeleteAsync("corpus");
        Assert.Equal(Mib, (await grid.Inputs.PutAsync("corpus", new MemoryStream(new byte[Mib]))).Sent);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Put_ByTwoAtOnce_IsOneOfThemWhole(bool isSame)
    {
        await using var grid = await StartAsync();
        byte[][] contents = [Text(Mib), isSame ? Text(Mib) : [.. Text(Mib / 2), .. new byte[4 * Mib]]];

        var ends = await Task.WhenAll(contents.Select(content => EndOfAsync(grid.Inputs.PutAsync("corpus", new MemoryStream(content)))));

        Assert.All(ends, end => Assert.True(end is null or UploadRefusedException, $"{end}"));
        if (isSame)
        {
            Assert.Equal([null, null], ends);
        }

        // Of two that differ it may be that neither comes to its end; never that what is complete is a mixture.
        Assert.Contains(ends, end => isSame || end is UploadRefusedException);
        if ((await grid.Inputs.FindAsync("corpus"))!.IsComplete)
        {
            var read = await ReadAsync(grid, "corpus");
            Assert.Contains(contents, content => read.AsSpan().SequenceEqual(content));
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("../corpus")]
    [InlineData("a/b")]
    public async Task Put_UnderWhatIsNoName_IsRefused(string name)
    {
        await using var grid = await StartAsync();
        Assert.Contains("is no name of an input", (await Assert.ThrowsAsync<ArgumentException>(() => grid.Inputs.PutAsync(name, new MemoryStream()))).Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<ArgumentException>(() => grid.Inputs.PutAsync("corpus", [File("../a", [])]));
        await Assert.ThrowsAsync<ArgumentException>(() => grid.Inputs.PutAsync("corpus", Array.Empty<FileToUpload>()));
        await Assert.ThrowsAsync<ArgumentException>(() => grid.Inputs.PutAsync("corpus", new MemoryStream(), keep: TimeSpan.Zero));
        Assert.Empty(await grid.Inputs.ListAsync());
    }

    [Fact]
    public async Task Resolve_OfWhatIsNotThere_SaysSo()
    {
        await using var grid = await StartAsync();
        await grid.Inputs.PutAsync("corpus", [File("a.txt", Text(1))]);

        Assert.Contains("there is no input 'other'", await RefusalAsync("grid://other"), StringComparison.Ordinal);
        Assert.Contains("matches none of the 1 files", await RefusalAsync("grid://corpus/*.log"), StringComparison.Ordinal);
        Assert.Contains("is no name of an input", await RefusalAsync("grid://../etc"), StringComparison.Ordinal);
        Assert.Contains("lies in another grid", await RefusalAsync("grid://corpus?ledger=other"), StringComparison.Ordinal);
        Assert.Contains("no input 'other'", (await Assert.ThrowsAsync<UploadRefusedException>(() => grid.Inputs.DeleteAsync("other"))).Message, StringComparison.Ordinal);

        async Task<string> RefusalAsync(string pattern) => (await Assert.ThrowsAsync<KernelInputException>(() => grid.Inputs.ResolveAsync(pattern))).Message;
    }

    [Fact]
    public async Task Delete_OfWhatAJobReads_IsRefusedOrFailsTheJob()
    {
        await using var grid = await StartAsync();
        await grid.Inputs.PutAsync("corpus", new MemoryStream(Text(1000)));
        var manifest = await grid.Inputs.ResolveAsync("grid://corpus");
        Assert.Equal(1000, await CountAsync(grid, "grid://corpus"));

        Assert.Contains("is being read", (await Assert.ThrowsAsync<UploadRefusedException>(() => grid.Inputs.DeleteAsync("corpus"))).Message, StringComparison.Ordinal);
        await grid.Inputs.DeleteAsync("corpus", force: true);

        var job = await grid.SubmitAsync(new WordCountKernel(), new WordCountInput { Files = manifest with { Files = [manifest.Files[0] with { Length = 7999 }] } });
        var error = await Assert.ThrowsAsync<JobFailedException>(() => job.ResultAsync());
        Assert.Contains("Input 'corpus' is not in the grid any more as it was when the job was submitted", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Job_WhoseInputLiesInAnotherGrid_FailsAndSaysSo()
    {
        await using var grid = await StartAsync();
        FileManifest theirs;
        await using (var other = await StartAsync())
        {
            await other.Inputs.PutAsync("corpus", new MemoryStream(Text(1000)));
            await grid.Inputs.PutAsync("corpus", new MemoryStream(Text(7)));
            theirs = await other.Inputs.ResolveAsync("grid://corpus");
            Assert.Equal((1000, 7), (await CountAsync(other, "grid://corpus"), await CountAsync(grid, "grid://corpus")));
        }

        var job = await grid.SubmitAsync(new WordCountKernel(), new WordCountInput { Files = theirs });

        Assert.Contains("a job's inputs must be in the grid that runs it", (await Assert.ThrowsAsync<JobFailedException>(() => job.ResultAsync())).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    public async Task Put_WhileASiloIsKilled_GoesOnAndIsCountedOnce(int silo)
    {
        await using var cluster = await GridCluster.StartAsync(silos: 3, new WordCountKernel());
        var text = Text(8 * Mib / Word.Length);

        await cluster.Inputs.PutAsync("corpus", new CutStream(text, 3 * Mib, () => cluster.KillSiloAsync(silo)));

        Assert.Equal(text, await ReadAsync(cluster, "corpus"));
        Assert.Equal(text.Length / Word.Length, await CountAsync(cluster, "grid://corpus"));
    }

    private static Task<EmbeddedGrid> StartAsync() => EmbeddedGrid.StartAsync(grid => grid.AddKernel<WordCountKernel>());

    private static byte[] Text(int words) => Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat(Word, words)));

    private static FileToUpload File(string path, byte[] content) => new(path, () => new MemoryStream(content));

    private static async Task<byte[]> ReadAsync(IGrid grid, string name, string path = "")
    {
        await using var stream = await grid.Inputs.OpenAsync(name, path);
        using var read = new MemoryStream();
        await stream.CopyToAsync(read);
        return read.ToArray();
    }

    private static async Task<long> CountAsync(IGrid grid, string pattern)
    {
        var job = await grid.SubmitAsync(new WordCountKernel(), new WordCountInput { Files = await grid.Inputs.ResolveAsync(pattern) });
        return (await job.ResultAsync()).Words;
    }

    private static async Task<Exception?> EndOfAsync(Task task)
    {
        try
        {
            await task;
            return null;
        }
#pragma warning disable CA1031 // The test looks at it.
        catch (Exception error)
#pragma warning restore CA1031
        {
            return error;
        }
    }

    private sealed class Told : IProgress<long>
    {
        private long _most;

        public long Most => Volatile.Read(ref _most);

        public void Report(long value) => Volatile.Write(ref _most, Math.Max(value, _most));
    }
}
