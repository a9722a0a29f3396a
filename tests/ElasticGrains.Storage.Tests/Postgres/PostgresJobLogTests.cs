using ElasticGrains.Ledger;
using ElasticGrains.Storage.Postgres;
using ElasticGrains.Storage.Tests.Ledger;
using ElasticGrains.Tests.Shared;
using Npgsql;

namespace ElasticGrains.Storage.Tests.Postgres;

#pragma warning disable CA1001 // CloseAsync disposes.
public sealed class PostgresJobLogTests : JobLogContract
{
    private PostgresStore _store = null!;

    protected override async Task<(IJobLedger Ledger, IJobLog Log)> OpenAsync()
    {
        _store = await TestPostgres.StoreAsync();
        return (new PostgresJobLedger(_store, TimeProvider.System), new PostgresJobLog(_store));
    }

    protected override async Task CloseAsync() => await _store.DisposeAsync();

    [Fact]
    public async Task Append_WhileACommitHasTheJobLocked_DoesNotWait()
    {
        await using var connection = await _store.Source.OpenConnectionAsync();
        await using var commit = await connection.BeginTransactionAsync();
        await using (var command = new NpgsqlCommand("SELECT job FROM jobs FOR UPDATE", connection))
        {
            Assert.NotNull(await command.ExecuteScalarAsync());
        }

        Assert.Equal(1, await Log.AppendAsync("job", [new LogLine(0, 1, Events.Noon, LogStream.Out, "beside it")], long.MaxValue));
    }
}
