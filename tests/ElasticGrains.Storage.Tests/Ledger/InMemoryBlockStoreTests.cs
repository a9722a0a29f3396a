using ElasticGrains.Blocks;
using ElasticGrains.Testing.Ledger;

namespace ElasticGrains.Storage.Tests.Ledger;

public sealed class InMemoryBlockStoreTests : BlockStoreContract
{
    protected override Task<IBlockStore> OpenAsync() => Task.FromResult<IBlockStore>(new InMemoryBlockStore());

    protected override Task CloseAsync() => Task.CompletedTask;
}
