using ElasticGrains.Ledger;
using ElasticGrains.Storage.Postgres;
using ElasticGrains.Tests.Shared;
using Npgsql;
using static ElasticGrains.Storage.Tests.Events;

namespace ElasticGrains.Storage.Tests.Postgres;

#pragma warning disable CA1001 // DisposeAsync disposes.
/// <summary>Jobs that write much beside jobs that write little.</summary>
public sealed class WriterLanesTests : IAsyncLifetime
{
    private const int Much = 400;

    private PostgresStore _store = null!;
    private PostgresJobLedger _ledger = null!;

    public async Task InitializeAsync()
    {
        _store = await TestPostgres.StoreAsync();
        _ledger = new PostgresJobLedger(_store, TimeProvider.System);
    }

    public async Task DisposeAsync() => await _ledger.DisposeAsync();

    [Fact]
    public async Task Append_OfASmallJob_DoesNotWaitForTheTransactionOfALargeOne()
    {
        await BeginAsync("large");
        await BeginAsync("small");
        Task<AppendOutcome> large;
        await using (var connection = await HolderAsync())
        await using (var transaction = await connection.BeginTransactionAsync())
        {
            await using (var hold = new NpgsqlCommand("SELECT FROM jobs WHERE id = 'large' FOR UPDATE", connection))
            {
                await hold.ExecuteNonQueryAsync();
            }

            large = _ledger.AppendAsync(new JobAppend("large", 1, 2, Commits(0, Much)));
            Assert.Equal(AppendStatus.Applied, (await _ledger.AppendAsync(new JobAppend("small", 1, 2, Commits(0, 1)))).Status);
            Assert.False(large.IsCompleted);
        }

        Assert.Equal(AppendStatus.Applied, (await large).Status);
    }

    [Fact]
    public async Task Append_OfALargeJobAfterManyOthers_IsStillNotAmongTheSmall()
    {
        var lanes = new WriterLanes(_store, mostLarge: 2);
        for (var other = 0; other < 5; other++)
        {
            await BeginAsync($"other{other}");
            await WriteAsync(lanes, $"other{other}", 2, Commits(0, Much));
        }

        await BeginAsync("large");
        await BeginAsync("small");
        await WriteAsync(lanes, "large", 2, Commits(0, Much));
        await using (var connection = await HolderAsync())
        await using (var transaction = await connection.BeginTransactionAsync())
        {
            await using (var hold = new NpgsqlCommand("SELECT FROM jobs WHERE id = 'small' FOR UPDATE", connection))
            {
                await hold.ExecuteNonQueryAsync();
            }

            var small = WriteAsync(lanes, "small", 2, Commits(0, 1));
            await WriteAsync(lanes, "large", 3, Commits(Much, 1));
            Assert.False(small.IsCompleted);
            await transaction.RollbackAsync();
            await small;
        }

        await lanes.StopAsync();
    }

    [Fact]
    public async Task Appends_OfAJobThatWritesMuchAndLittle_AreJudgedByAllOfThem()
    {
        await BeginAsync("job");
        var (version, done) = (1, 0);
        foreach (var commits in (int[])[1, Much, 1, 1, Much, Much, 1])
        {
            var append = new JobAppend("job", 1, ++version, Commits(done, commits));
            Assert.Equal(AppendStatus.Applied, (await _ledger.AppendAsync(append)).Status);
            Assert.Equal(AppendStatus.Duplicate, (await _ledger.AppendAsync(append)).Status);
            done += commits;
            Assert.Equal(AppendStatus.Rejected, (await _ledger.AppendAsync(new JobAppend("job", 1, version + 1, Commits(done + 1, 1)))).Status);
        }

        Assert.Equal(done, (await _ledger.FindAsync("job"))!.Entry.Committed);
        Assert.Equal(2, await _ledger.TakeWriterAsync("job", "another"));
        Assert.Equal(AppendStatus.Fenced, (await _ledger.AppendAsync(new JobAppend("job", 1, version + 1, Commits(done, Much)))).Status);
    }

    private static async Task WriteAsync(WriterLanes lanes, string job, long version, List<LedgerEvent> events)
    {
        var outcome = await lanes.WriteAsync(
            new PostgresWrite(job), set => set.Append(new JobAppend(job, 1, version, events)), events.Count * 256, CancellationToken.None);
        Assert.True(outcome.Status == AppendStatus.Applied, $"{outcome}");
    }

    // Not the store's: the server ends those of its transactions that are idle for two seconds.
    private async Task<NpgsqlConnection> HolderAsync()
    {
        var connection = new NpgsqlConnection(
            new NpgsqlConnectionStringBuilder(_store.Options.ConnectionString) { SearchPath = _store.Options.Schema }.ToString());
        await connection.OpenAsync();
        return connection;
    }

    private async Task BeginAsync(string job)
    {
        await _ledger.AcceptAsync(Accepted(job, 10_000));
        await _ledger.TakeWriterAsync(job, "silo");
        Assert.Equal(AppendStatus.Applied, (await _ledger.AppendAsync(new JobAppend(job, 1, 1, [new LedgerEvent.Planned(1), Granted(0, 1)]))).Status);
    }

    private static List<LedgerEvent> Commits(int done, int count) =>
        [.. Enumerable.Range(done, count).Select(i => Committed(i + 1, 0, 1, i, i + 1))];
}
