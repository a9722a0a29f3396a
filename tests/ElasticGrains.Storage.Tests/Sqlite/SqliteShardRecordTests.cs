using ElasticGrains.Ledger;
using ElasticGrains.Storage.Sqlite;
using ElasticGrains.Storage.Tests.Ledger;

namespace ElasticGrains.Storage.Tests.Sqlite;

#pragma warning disable CA1001 // CloseAsync disposes.
public sealed class SqliteShardRecordTests : ShardRecordContract
{
    private readonly TemporaryDirectory _directory = new();
    private SqliteStore _store = null!;

    protected override Task<(IJobLedger Ledger, ILedgerReader Reader)> OpenAsync()
    {
        _store = SqliteStore.Open(_directory.File());
        return Task.FromResult<(IJobLedger, ILedgerReader)>((new SqliteJobLedger(_store, TimeProvider.System), new SqliteLedgerReader(_store)));
    }

    protected override async Task CloseAsync()
    {
        await _store.DisposeAsync();
        _directory.Dispose();
    }
}
