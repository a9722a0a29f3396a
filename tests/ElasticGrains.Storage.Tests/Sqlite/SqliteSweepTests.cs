using ElasticGrains.Blocks;
using ElasticGrains.Ledger;
using ElasticGrains.Storage.Sqlite;
using ElasticGrains.Storage.Tests.Ledger;

namespace ElasticGrains.Storage.Tests.Sqlite;

#pragma warning disable CA1001 // CloseAsync disposes.
public sealed class SqliteSweepTests : SweepContract
{
    private readonly TemporaryDirectory _directory = new();
    private SqliteStore _store = null!;

    protected override Task<(IJobLedger Ledger, IBlockStore Blocks)> OpenAsync()
    {
        _store = SqliteStore.Open(_directory.File());
        return Task.FromResult<(IJobLedger Ledger, IBlockStore Blocks)>((new SqliteJobLedger(_store, TimeProvider.System), new SqliteBlockStore(_store)));
    }

    [Fact]
    public async Task Sweep_UnderWayWhenTheFileIsClosed_IsFinishedBefore()
    {
        var blocks = new SqliteBlockStore(_store);
        await blocks.PutAsync("forgotten", new byte[1000]);

        var sweep = blocks.SweepAsync("forgotten");
        await _store.DisposeAsync();

        Assert.Equal(1, await sweep);
        await Assert.ThrowsAsync<ObjectDisposedException>(() => blocks.SweepAsync("forgotten"));
    }

    protected override async Task CloseAsync()
    {
        await _store.DisposeAsync();
        _directory.Dispose();
    }
}
