using ElasticGrains.Ledger;
using ElasticGrains.Storage.Sqlite;
using static ElasticGrains.Storage.Tests.Events;

namespace ElasticGrains.Storage.Tests.Sqlite;

public sealed class SqliteFencingTests
{
    [Fact]
    public async Task Append_AfterAnotherInstanceTookTheJob_IsFencedByTheFile()
    {
        using var directory = new TemporaryDirectory();
        await using var old = new SqliteJobLedger(SqliteStore.Open(directory.File()), TimeProvider.System);
        await using var young = new SqliteJobLedger(SqliteStore.Open(directory.File()), TimeProvider.System);
        await old.AcceptAsync(Accepted("job", 10));
        await old.TakeWriterAsync("job", "old");
        Assert.Equal(AppendStatus.Applied, (await old.AppendAsync(new JobAppend("job", 1, 1, [new LedgerEvent.Planned(1), Granted(0, 1)]))).Status);

        Assert.Equal(2, await young.TakeWriterAsync("job", "young"));
        Assert.Equal(AppendStatus.Fenced, (await old.AppendAsync(new JobAppend("job", 1, 2, [Committed(1, 0, 1, 0, 5)]))).Status);
        LedgerEvent[] adopted = [new LedgerEvent.Adopted(0, 1, 2, Noon), Committed(1, 0, 2, 0, 5)];
        Assert.Equal(AppendStatus.Applied, (await young.AppendAsync(new JobAppend("job", 2, 1, adopted))).Status);

        // The first one comes back: it must judge by what the other wrote.
        Assert.Equal(3, await old.TakeWriterAsync("job", "old"));
        Assert.Equal(AppendStatus.Rejected, (await old.AppendAsync(new JobAppend("job", 3, 1, [Committed(1, 0, 1, 0, 5)]))).Status);
        Assert.Equal(AppendStatus.Applied, (await old.AppendAsync(new JobAppend("job", 3, 1, [Committed(2, 0, 2, 5, 10)]))).Status);
    }

    [Fact]
    public async Task History_AfterTheProcessIsGone_IsReadable()
    {
        using var directory = new TemporaryDirectory();
        await using var gone = new SqliteJobLedger(SqliteStore.Open(directory.File()), TimeProvider.System);
        await gone.AcceptAsync(Accepted("job", 10));
        await gone.TakeWriterAsync("job", "gone");
        await gone.AppendAsync(new JobAppend("job", 1, 1, [new LedgerEvent.Planned(1), Granted(0, 1), Committed(1, 0, 1, 0, 5)]));
        var before = Story((await gone.ReadHistoryAsync("job"))!.Events);

        // What a killed process leaves: the file and its log, never closed.
        using var left = new TemporaryDirectory();
        File.Copy(directory.File(), left.File());
        File.Copy(directory.File() + "-wal", left.File() + "-wal");
        await using var reader = new SqliteJobLedger(SqliteStore.Open(left.File()), TimeProvider.System);
        Assert.Equal(before, Story((await reader.ReadHistoryAsync("job"))!.Events));
    }

    [Fact]
    public async Task Append_BehindALockThatIsNotReleased_NamesTheProcess()
    {
        using var directory = new TemporaryDirectory();
        var options = new SqliteStoreOptions { BusyTimeout = TimeSpan.FromMilliseconds(50) };
        await using var ledger = new SqliteJobLedger(SqliteStore.Open(directory.File(), options), TimeProvider.System);
        await ledger.AcceptAsync(Accepted("job", 10));
        using (var frozen = SqliteSession.OpenWriter(directory.File(), options))
        {
            frozen.Execute("BEGIN IMMEDIATE");
            var error = await Assert.ThrowsAsync<LedgerUnavailableException>(() => ledger.TakeWriterAsync("job", "me"));
            Assert.Contains("is locked by", error.Message);
            if (File.Exists("/proc/locks"))
            {
                Assert.Contains($"kill -9 {Environment.ProcessId}", error.Message);
            }
        }

        Assert.Equal(1, await ledger.TakeWriterAsync("job", "me"));
    }

    [Fact]
    public async Task Write_GivenUpWhileItWaits_IsNotDone()
    {
        using var directory = new TemporaryDirectory();
        await using var store = SqliteStore.Open(directory.File());
        await using var ledger = new SqliteJobLedger(store, TimeProvider.System);
        using var writer = await OccupiedWriter.OfAsync(store);
        using var impatience = new CancellationTokenSource();
        var accept = ledger.AcceptAsync(Accepted("job", 10), impatience.Token);
        await impatience.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => accept);
        await writer.ReleaseAsync();
        Assert.Empty(await ledger.ListAsync());
    }

    [Fact]
    public async Task Dispose_WithWritesWaiting_WritesThem()
    {
        using var directory = new TemporaryDirectory();
        var ledger = new SqliteJobLedger(SqliteStore.Open(directory.File()), TimeProvider.System);
        var accepts = Enumerable.Range(0, 20).Select(i => ledger.AcceptAsync(Accepted($"job{i}", 10))).ToList();
        await ledger.DisposeAsync();
        Assert.All(await Task.WhenAll(accepts), outcome => Assert.Equal(AcceptOutcome.Accepted, outcome));
        await Assert.ThrowsAsync<ObjectDisposedException>(() => ledger.AcceptAsync(Accepted("late", 10)));
        await Assert.ThrowsAsync<ObjectDisposedException>(() => ledger.ListAsync());
        await using var again = new SqliteJobLedger(SqliteStore.Open(directory.File()), TimeProvider.System);
        Assert.Equal(20, (await again.ListAsync()).Count);
    }
}
