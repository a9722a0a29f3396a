using ElasticGrains.Ledger;
using ElasticGrains.Storage.Sqlite;
using ElasticGrains.Storage.Tests.Ledger;

namespace ElasticGrains.Storage.Tests.Sqlite;

#pragma warning disable CA1001 // DisposeAsync disposes.
public sealed class SqliteAgainstModelTests : LedgerAgainstModelContract, IAsyncLifetime
{
    private readonly TemporaryDirectory _directory = new();
    private readonly List<SqliteJobLedger> _ledgers = [];

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        foreach (var ledger in _ledgers)
        {
            await ledger.DisposeAsync();
        }

        _directory.Dispose();
    }

    protected override Task<(IJobLedger One, IJobLedger Two)> OpenTwiceAsync() => Task.FromResult((Open(), Open()));

    private IJobLedger Open()
    {
        _ledgers.Add(new SqliteJobLedger(SqliteStore.Open(_directory.File()), TimeProvider.System));
        return _ledgers[^1];
    }
}
