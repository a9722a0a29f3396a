using ElasticGrains.Ledger;
using ElasticGrains.Storage.Sqlite;
using ElasticGrains.Storage.Tests.Ledger;

namespace ElasticGrains.Storage.Tests.Sqlite;

#pragma warning disable CA1001 // CloseAsync disposes.
public sealed class SqliteJobLedgerTests : JobLedgerContract
{
    private readonly TemporaryDirectory _directory = new();
    private SqliteJobLedger _ledger = null!;

    protected override Task<IJobLedger> OpenAsync()
    {
        _ledger = new SqliteJobLedger(SqliteStore.Open(_directory.File()), TimeProvider.System);
        return Task.FromResult<IJobLedger>(_ledger);
    }

    protected override async Task CloseAsync()
    {
        await _ledger.DisposeAsync();
        _directory.Dispose();
    }
}
