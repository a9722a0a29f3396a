using ElasticGrains.Blocks;
using ElasticGrains.Storage.Sqlite;
using ElasticGrains.Storage.Tests.Ledger;

namespace ElasticGrains.Storage.Tests.Sqlite;

#pragma warning disable CA1001 // CloseAsync disposes.
public sealed class SqliteBlockStoreTests : BlockStoreContract
{
    private readonly TemporaryDirectory _directory = new();
    private SqliteStore _store = null!;

    protected override Task<IBlockStore> OpenAsync()
    {
        _store = SqliteStore.Open(_directory.File());
        return Task.FromResult<IBlockStore>(new SqliteBlockStore(_store));
    }

    protected override IBlockStore Anew() => new SqliteBlockStore(_store);

    protected override async Task CloseAsync()
    {
        await _store.DisposeAsync();
        _directory.Dispose();
    }

    [Fact]
    public async Task Get_ByAnotherStoreOnTheSameFile_ReadsFromTheFile()
    {
        var content = Content(3_000_000);
        var handle = await Blocks.PutAsync("job", content);
        await using var other = SqliteStore.Open(_directory.File());
        var blocks = new SqliteBlockStore(other);
        Assert.True((await blocks.GetAsync("job", handle)).Span.SequenceEqual(content));
        var again = await blocks.GetAsync("job", handle);
        Assert.True(again.Span.SequenceEqual(content));
    }

    [Fact]
    public async Task Get_WithoutACache_ReadsFromTheFile()
    {
        await using var other = SqliteStore.Open(_directory.File(), new SqliteStoreOptions { BlockCacheBytes = 0 });
        var blocks = new SqliteBlockStore(other);
        var handle = await blocks.PutAsync("job", Content(70_000));
        var first = await blocks.GetAsync("job", handle);
        var second = await blocks.GetAsync("job", handle);
        Assert.False(first.Equals(second), "The same memory: it was cached.");
        Assert.True(second.Span.SequenceEqual(Content(70_000)));
    }
}
