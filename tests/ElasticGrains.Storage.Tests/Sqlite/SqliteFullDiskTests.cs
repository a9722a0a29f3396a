using ElasticGrains.Ledger;
using ElasticGrains.Storage.Local;
using ElasticGrains.Storage.Sqlite;
using ElasticGrains.Tests.Shared;
using static ElasticGrains.Storage.Tests.Events;

namespace ElasticGrains.Storage.Tests.Sqlite;

public sealed class SqliteFullDiskTests
{
    // 2 MiB of 16 KiB pages: room for the tables and little more.
    private const long FewPages = 128;

    [Fact]
    public async Task Put_OnAFullDisk_SaysSoAndGoesOnWhenThereIsSpace()
    {
        using var directory = new TemporaryDirectory();
        await using var store = SqliteStore.Open(directory.File(), new SqliteStoreOptions { MaxPages = FewPages });
        var blocks = new SqliteBlockStore(store);
        var content = new byte[3 << 20];
        var error = await Assert.ThrowsAsync<LedgerUnavailableException>(() => blocks.PutAsync("job", content));
        Assert.Equal($"The disk that holds {directory.File()} is full; free space and the job goes on.", error.Message);

        await FreeSpaceAsync(store);
        var handle = await blocks.PutAsync("job", content);
        Assert.Equal(content.Length, (await blocks.GetAsync("job", handle)).Length);
        Assert.Equal(1, await CountAsync(store, "SELECT count(*) FROM blocks"));
    }

    [Fact]
    public async Task Append_OnAFullDisk_IsAppliedOnceThereIsSpace()
    {
        using var directory = new TemporaryDirectory();
        await using var store = SqliteStore.Open(directory.File(), new SqliteStoreOptions { MaxPages = FewPages });
        await using var ledger = new SqliteJobLedger(store, TimeProvider.System);
        await ledger.AcceptAsync(Accepted("job", 1_000_000));
        await ledger.TakeWriterAsync("job", "me");
        await ledger.AppendAsync(new JobAppend("job", 1, 1, [new LedgerEvent.Planned(1), Granted(0, 1)]));
        JobAppend? refused = null;
        for (var version = 2; refused is null; version++)
        {
            var first = ((version - 2) * 1000) + 1;
            var append = new JobAppend("job", 1, version, [.. Enumerable.Range(first, 1000).Select(n => Committed(n, 0, 1, n - 1, n))]);
            try
            {
                Assert.Equal(AppendStatus.Applied, (await ledger.AppendAsync(append)).Status);
            }
            catch (LedgerUnavailableException error)
            {
                Assert.Contains("is full", error.Message);
                refused = append;
            }
        }

        await Assert.ThrowsAsync<LedgerUnavailableException>(() => ledger.AppendAsync(refused));
        await FreeSpaceAsync(store);
        Assert.Equal(AppendStatus.Applied, (await ledger.AppendAsync(refused)).Status);
        Assert.Equal(AppendStatus.Duplicate, (await ledger.AppendAsync(refused)).Status);
    }

    [Fact]
    public async Task Writes_InOneTransactionWithOneThatDoesNotFit_AreDone()
    {
        using var directory = new TemporaryDirectory();
        await using var store = SqliteStore.Open(directory.File(), new SqliteStoreOptions { MaxPages = FewPages });
        await using var ledger = new SqliteJobLedger(store, TimeProvider.System);
        using var writer = await OccupiedWriter.OfAsync(store);
        var before = ledger.AcceptAsync(Accepted("before", 10));
        var large = new SqliteBlockStore(store).PutAsync("job", new byte[3 << 20]);
        var after = ledger.AcceptAsync(Accepted("after", 10));
        await writer.ReleaseAsync();
        Assert.Equal(AcceptOutcome.Accepted, await before);
        Assert.Equal(AcceptOutcome.Accepted, await after);
        await Assert.ThrowsAsync<LedgerUnavailableException>(() => large);
        Assert.Equal(["after", "before"], (await ledger.ListAsync()).Select(job => job.Id));
    }

    [SmallDiskFact]
    public async Task Writes_OnADiskThatIsReallyFull_GoOnWhenThereIsSpace()
    {
        using var disk = SmallDisk.Mount(mebibytes: 8);
        var file = Path.Combine(disk.Path, "ledger.db");
        disk.Fill();
        Assert.Contains("is full", Assert.Throws<StateDirectoryException>(() => SqliteStore.Open(file)).Message);
        disk.Free();
        await using var store = SqliteStore.Open(file);
        await using var ledger = new SqliteJobLedger(store, TimeProvider.System);
        var blocks = new SqliteBlockStore(store);
        await ledger.AcceptAsync(Accepted("job", 10));
        disk.FillBut(1 << 20);
        var error = await Assert.ThrowsAsync<LedgerUnavailableException>(() => blocks.PutAsync("job", new byte[2 << 20]));
        Assert.Contains("is full", error.Message);
        disk.Free();
        Assert.Equal(1, await ledger.TakeWriterAsync("job", "me"));
        var handle = await blocks.PutAsync("job", new byte[2 << 20]);
        Assert.Equal(handle.Length, (await blocks.GetAsync("job", handle)).Length);
    }

    private static Task FreeSpaceAsync(SqliteStore store) => store.WriteAsync(
        session =>
        {
            session.Execute("PRAGMA max_page_count = 1000000");
            return 0;
        },
        0,
        CancellationToken.None);

    private static Task<long> CountAsync(SqliteStore store, string sql) => store.ReadAsync(
        session =>
        {
            var row = session[sql];
            row.Step();
            return row.Long(0);
        },
        CancellationToken.None);
}
