using ElasticGrains.Blocks;
using ElasticGrains.Storage.Tests.Ledger;

namespace ElasticGrains.Storage.Tests.S3;

#pragma warning disable CA1001 // CloseAsync disposes.
public sealed class S3BlockStoreTests : BlockStoreContract
{
    private RemoteStore _remote = null!;

    protected override async Task<IBlockStore> OpenAsync()
    {
        _remote = await RemoteStore.StartAsync();
        return _remote.Blocks();
    }

    protected override IBlockStore Anew() => _remote.Blocks();

    protected override async Task CloseAsync()
    {
        // In the database are rows alone.
        await using var command = _remote.Store.Source.CreateCommand("SELECT count(*) FROM block_chunks");
        Assert.Equal(0L, await command.ExecuteScalarAsync());
        await _remote.DisposeAsync();
    }
}
