using ElasticGrains.Blocks;
using ElasticGrains.Hashing;

namespace ElasticGrains.Storage.Tests.Ledger;

/// <summary>What every block store promises; each implementation inherits these tests.</summary>
public abstract class BlockStoreContract : IAsyncLifetime
{
    protected IBlockStore Blocks { get; private set; } = null!;

    protected abstract Task<IBlockStore> OpenAsync();

    protected abstract Task CloseAsync();

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
        Assert.True((await Blocks.GetAsync("job", handle)).Span.SequenceEqual(content));
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
