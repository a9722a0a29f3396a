using ElasticGrains.Blocks;
using ElasticGrains.Hashing;

namespace ElasticGrains.Storage.Tests.Ledger;

/// <summary>What every block store promises; each implementation inherits these tests.</summary>
public abstract class BlockStoreContract : IAsyncLifetime
{
    protected IBlockStore Blocks { get; private set; } = null!;

    protected abstract Task<IBlockStore> OpenAsync();

    protected abstract Task CloseAsync();

    /// <summary>Another view of the same store, which knows nothing of what was put or read.</summary>
    protected virtual IBlockStore Anew() => Blocks;

    public async Task InitializeAsync() => Blocks = await OpenAsync();

    public Task DisposeAsync() => CloseAsync();

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(1 << 20)]
    [InlineData((1 << 20) + 1)]
    [InlineData(5_000_000)]
    public async Task Get_AfterPut_GivesTheSameBytes(int length)
    {
        var content = Content(length);
        var handle = await Blocks.PutAsync("job", content);
        Assert.Equal((length, Checksum.Of(content)), (handle.Length, handle.Checksum));
        foreach (var blocks in new[] { Blocks, Anew() })
        {
            Assert.True((await blocks.GetAsync("job", handle)).Span.SequenceEqual(content));
        }
    }

    [Theory]
    [InlineData(10, 0, 10)]
    [InlineData(10, 3, 4)]
    [InlineData(10, 10, 0)]
    [InlineData(0, 0, 0)]
    [InlineData(5_000_000, 0, 1)]
    [InlineData(5_000_000, (1 << 20) - 1, 2)]
    [InlineData(5_000_000, 1 << 20, 1 << 20)]
    [InlineData(5_000_000, 700_000, 3_000_000)]
    [InlineData(5_000_000, 4_999_999, 1)]
    public async Task Read_OfAPart_GivesThoseBytes(int length, int offset, int count)
    {
        var content = Content(length);
        var handle = await Blocks.PutAsync("job", content);
        foreach (var blocks in new[] { Blocks, Anew() })
        {
            Assert.True((await blocks.ReadAsync("job", handle, offset, count)).Span.SequenceEqual(content.AsSpan(offset, count)));
        }
    }

    [Theory]
    [InlineData(-1, 1)]
    [InlineData(0, -1)]
    [InlineData(0, 11)]
    [InlineData(11, 0)]
    [InlineData(long.MaxValue, 1)]
    public async Task Read_OutsideTheBlock_IsRefused(long offset, int count)
    {
        var handle = await Blocks.PutAsync("job", Content(10));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => Blocks.ReadAsync("job", handle, offset, count));
    }

    [Fact]
    public async Task Read_WhatIsNotThere_SaysSo()
    {
        var handle = await Blocks.PutAsync("job", Content(10));
        await Assert.ThrowsAsync<BlockCorruptException>(() => Blocks.ReadAsync("job", handle with { Id = "12345" }, 0, 1));
        await Assert.ThrowsAsync<BlockCorruptException>(() => Blocks.ReadAsync("job", handle with { Id = "no number" }, 0, 1));
        await Assert.ThrowsAsync<BlockCorruptException>(() => Blocks.ReadAsync("other", handle, 0, 1));
    }

    [Fact]
    public async Task Put_OfABufferThatIsUsedAgain_KeepsWhatItHeld()
    {
        var buffer = Content(1000);
        var handle = await Blocks.PutAsync("job", buffer);
        buffer.AsSpan().Clear();
        Assert.True((await Blocks.GetAsync("job", handle)).Span.SequenceEqual(Content(1000)));
    }

    [Fact]
    public async Task Put_ManyAtOnce_GivesEachItsOwnId()
    {
        var handles = await Task.WhenAll(Enumerable.Range(0, 40).Select(i => Blocks.PutAsync("job", Content(i * 1000))));
        Assert.Equal(40, handles.Select(handle => handle.Id).Distinct().Count());
        for (var i = 0; i < handles.Length; i++)
        {
            Assert.True((await Blocks.GetAsync("job", handles[i])).Span.SequenceEqual(Content(i * 1000)));
        }
    }

    [Fact]
    public async Task Get_WhatIsNotThere_SaysSo()
    {
        var handle = await Blocks.PutAsync("job", Content(10));
        await Assert.ThrowsAsync<BlockCorruptException>(() => Blocks.GetAsync("job", handle with { Id = "12345" }));
        await Assert.ThrowsAsync<BlockCorruptException>(() => Blocks.GetAsync("job", handle with { Id = "no number" }));
    }

    [Fact]
    public async Task Get_WithAnotherLengthOrChecksum_SaysSo()
    {
        var handle = await Blocks.PutAsync("job", Content(10));
        await Assert.ThrowsAsync<BlockCorruptException>(() => Blocks.GetAsync("job", handle with { Length = 9 }));
        await Assert.ThrowsAsync<BlockCorruptException>(() => Blocks.GetAsync("job", handle with { Checksum = handle.Checksum + 1 }));
        await Assert.ThrowsAsync<BlockCorruptException>(() => Blocks.GetAsync("other", handle));
    }

    protected static byte[] Content(int length)
    {
        var content = new byte[length];
        new Random(length).NextBytes(content);
        return content;
    }
}
