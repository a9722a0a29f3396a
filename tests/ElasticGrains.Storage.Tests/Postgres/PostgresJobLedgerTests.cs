using ElasticGrains.Ledger;
using ElasticGrains.Storage.Postgres;
using ElasticGrains.Storage.Tests.Ledger;
using ElasticGrains.Tests.Shared;

namespace ElasticGrains.Storage.Tests.Postgres;

#pragma warning disable CA1001 // CloseAsync disposes.
public sealed class PostgresJobLedgerTests : JobLedgerContract
{
    private PostgresJobLedger _ledger = null!;

    protected override async Task<IJobLedger> OpenAsync() => _ledger = new PostgresJobLedger(await TestPostgres.StoreAsync(), TimeProvider.System);

    protected override async Task CloseAsync() => await _ledger.DisposeAsync();
}
