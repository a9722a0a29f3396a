using ElasticGrains.Ledger;
using ElasticGrains.Storage.Postgres;
using ElasticGrains.Storage.Tests.Ledger;
using ElasticGrains.Tests.Shared;

namespace ElasticGrains.Storage.Tests.Postgres;

public sealed class PostgresAgainstModelTests : LedgerAgainstModelContract, IAsyncLifetime
{
    private readonly List<PostgresJobLedger> _ledgers = [];

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        foreach (var ledger in _ledgers)
        {
            await ledger.DisposeAsync();
        }
    }

    protected override async Task<(IJobLedger One, IJobLedger Two)> OpenTwiceAsync()
    {
        var store = await TestPostgres.StoreAsync();
        return (Open(store), Open(PostgresStore.Open(store.Options)));
    }

    private PostgresJobLedger Open(PostgresStore store)
    {
        _ledgers.Add(new PostgresJobLedger(store, TimeProvider.System));
        return _ledgers[^1];
    }
}
