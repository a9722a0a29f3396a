using ElasticGrains.Ledger;
using ElasticGrains.Storage.Postgres;
using ElasticGrains.Storage.Tests.Ledger;
using ElasticGrains.Tests.Shared;

namespace ElasticGrains.Storage.Tests.Postgres;

#pragma warning disable CA1001 // CloseAsync disposes.
public sealed class PostgresShardRecordTests : ShardRecordContract
{
    private PostgresStore _store = null!;

    protected override async Task<(IJobLedger Ledger, ILedgerReader Reader)> OpenAsync()
    {
        _store = await TestPostgres.StoreAsync();
        return (new PostgresJobLedger(_store, TimeProvider.System), new PostgresLedgerReader(_store));
    }

    protected override async Task CloseAsync() => await _store.DisposeAsync();
}
