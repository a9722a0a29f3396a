using ElasticGrains.Blocks;
using ElasticGrains.Ledger;
using ElasticGrains.Storage.Postgres;
using ElasticGrains.Storage.Tests.Ledger;
using ElasticGrains.Tests.Shared;
using Npgsql;
using static ElasticGrains.Storage.Tests.Events;

namespace ElasticGrains.Storage.Tests.Postgres;

#pragma warning disable CA1001 // CloseAsync disposes.
public sealed class PostgresSweepTests : SweepContract
{
    private PostgresStore _store = null!;

    protected override async Task<(IJobLedger Ledger, IBlockStore Blocks)> OpenAsync()
    {
        _store = await TestPostgres.StoreAsync();
        return (new PostgresJobLedger(_store, TimeProvider.System), new PostgresBlockStore(_store));
    }

    [Fact]
    public async Task Sweep_WhoseJobIsLockedByAnother_LooksWithoutWaiting()
    {
        await EndedAsync();
        await using var connection = await _store.Source.OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        await using var hold = new NpgsqlCommand("SELECT 1 FROM jobs WHERE id = 'job' FOR UPDATE", connection);
        await hold.ExecuteNonQueryAsync();

        Assert.Equal(0, await new PostgresBlockStore(_store).SweepAsync("job"));
    }

    [Fact]
    public async Task Sweep_OfAJobThatIsOpenedAgainInBetween_KeepsAll()
    {
        var (ledger, blocks) = await EndedAsync();
        var orphan = await blocks.PutAsync("job", new byte[7]);
        var found = await _store.SnapshotAsync(connection => PostgresOrphans.FindAsync(connection, "job", default), default);
        Assert.Single(found.Lengths);
        Assert.Equal(ReopenOutcome.Reopened, await ledger.ReopenAsync("job", "again"));

        Assert.Equal(0, await _store.RunAsync(connection => PostgresOrphans.DeleteAsync(connection, found, default), default));

        Assert.Equal(7, (await new PostgresBlockStore(_store).GetAsync("job", orphan)).Length);
    }

    private async Task<(PostgresJobLedger Ledger, PostgresBlockStore Blocks)> EndedAsync()
    {
        var (ledger, blocks) = (new PostgresJobLedger(_store, TimeProvider.System), new PostgresBlockStore(_store));
        var block = await blocks.PutAsync("job", new byte[1]);
        await ledger.AcceptAsync(Accepted("job", 20));
        await ledger.TakeWriterAsync("job", "me");
        var append = new JobAppend("job", 1, 1, [new LedgerEvent.Planned(1), Granted(0, 1), Committed(1, 0, 1, 0, 4, block), Ended(0, 1, AttemptEnd.Failed), Failed()]);
        Assert.Equal(AppendStatus.Applied, (await ledger.AppendAsync(append)).Status);
        return (ledger, blocks);
    }

    protected override async Task CloseAsync() => await _store.DisposeAsync();
}
