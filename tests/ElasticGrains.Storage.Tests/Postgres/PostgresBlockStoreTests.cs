using ElasticGrains.Blocks;
using ElasticGrains.Storage.Postgres;
using ElasticGrains.Storage.Tests.Ledger;
using ElasticGrains.Tests.Shared;

namespace ElasticGrains.Storage.Tests.Postgres;

#pragma warning disable CA1001 // CloseAsync disposes.
public sealed class PostgresBlockStoreTests : BlockStoreContract
{
    private PostgresStore _store = null!;

    protected override async Task<IBlockStore> OpenAsync() => new PostgresBlockStore(_store = await TestPostgres.StoreAsync());

    protected override IBlockStore Anew() => new PostgresBlockStore(_store);

    protected override async Task CloseAsync() => await _store.DisposeAsync();
}
