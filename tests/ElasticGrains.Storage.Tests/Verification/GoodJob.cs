using ElasticGrains.Blocks;
using ElasticGrains.Engine.Verification;
using ElasticGrains.Inputs;
using ElasticGrains.Ledger;
using ElasticGrains.Storage.Sqlite;
using static ElasticGrains.Storage.Tests.Events;

namespace ElasticGrains.Storage.Tests.Verification;

/// <summary>A finished job with a split, a retry, a takeover, inline payloads and a block of three chunks; in a file that may be damaged.</summary>
internal sealed class GoodJob : IAsyncDisposable
{
    public const string Id = "job";

    private readonly TemporaryDirectory _directory = new();
    private readonly SqliteStore _store;

    private GoodJob() => _store = SqliteStore.Open(_directory.File());

    public static async Task<GoodJob> CreateAsync()
    {
        var job = new GoodJob();
        var ledger = new SqliteJobLedger(job._store, TimeProvider.System);
        var content = new byte[(2 << 20) + 9];
        new Random(7).NextBytes(content);
        BlockHandle block = await new SqliteBlockStore(job._store).PutAsync(Id, content);
        await ledger.AcceptAsync(Accepted(Id, 20));
        await ledger.TakeWriterAsync(Id, "first");
        LedgerEvent[] first =
        [
            new LedgerEvent.Planned(2), Granted(0, 1), Granted(1, 1), Committed(1, 0, 1, 0, 4), Committed(2, 1, 1, 10, 12),
            new LedgerEvent.Split(1, 16, 2), Granted(2, 1), Committed(3, 2, 1, 16, 20, block), Ended(2, 1),
        ];
        LedgerEvent[] second =
        [
            new LedgerEvent.Adopted(1, 1, 2, Noon), Ended(0, 1, AttemptEnd.Lost), Granted(0, 2), Committed(4, 1, 2, 12, 16), Ended(1, 2),
            Committed(5, 0, 2, 4, 7), Committed(6, 0, 2, 7, 10), Ended(0, 2), Succeeded(),
        ];
        Assert.Equal(AppendStatus.Applied, (await ledger.AppendAsync(new JobAppend(Id, 1, 1, first))).Status);
        await ledger.TakeWriterAsync(Id, "second");
        Assert.Equal(AppendStatus.Applied, (await ledger.AppendAsync(new JobAppend(Id, 2, 1, second))).Status);
        return job;
    }

    /// <summary>A job of one item whose answer is a block.</summary>
    public static async Task<GoodJob> OfALargeAnswerAsync()
    {
        var job = new GoodJob();
        var ledger = new SqliteJobLedger(job._store, TimeProvider.System);
        var answer = await new SqliteBlockStore(job._store).PutAsync(Id, new byte[300_000]);
        await ledger.AcceptAsync(Accepted(Id, 1));
        await ledger.TakeWriterAsync(Id, "first");
        LedgerEvent[] all = [new LedgerEvent.Planned(1), Granted(0, 1), Committed(1, 0, 1, 0, 1), Ended(0, 1), Succeeded(answer)];
        Assert.Equal(AppendStatus.Applied, (await ledger.AppendAsync(new JobAppend(Id, 1, 1, all))).Status);
        return job;
    }

    /// <summary>A job that failed with a range given up and another still running, was opened again and succeeded.</summary>
    public static async Task<GoodJob> ReopenedAsync()
    {
        var job = new GoodJob();
        var ledger = new SqliteJobLedger(job._store, TimeProvider.System);
        await ledger.AcceptAsync(Accepted(Id, 20));
        await ledger.TakeWriterAsync(Id, "first");
        LedgerEvent[] failed =
        [
            new LedgerEvent.Planned(2), Granted(0, 1), Granted(1, 1), Committed(1, 0, 1, 0, 4), Ended(0, 1, AttemptEnd.Failed),
            new LedgerEvent.Quarantined(0, new ItemRange(4, 10), Broke, Noon), Failed(new ItemRange(4, 10)),
        ];
        LedgerEvent[] rest = [Granted(0, 2), Granted(1, 2), Committed(2, 0, 2, 4, 10), Committed(3, 1, 2, 10, 20), Ended(0, 2), Ended(1, 2), Succeeded()];
        Assert.Equal(AppendStatus.Applied, (await ledger.AppendAsync(new JobAppend(Id, 1, 1, failed))).Status);
        await ledger.ReopenAsync(Id, "second");
        Assert.Equal(AppendStatus.Applied, (await ledger.AppendAsync(new JobAppend(Id, 2, 1, rest))).Status);
        return job;
    }

    /// <summary>A job that failed with a range given up whose input was captured.</summary>
    public static async Task<GoodJob> GivenUpAsync()
    {
        var job = new GoodJob();
        var ledger = new SqliteJobLedger(job._store, TimeProvider.System);
        var block = await new SqliteBlockStore(job._store).PutAsync(Id, new byte[100]);
        await ledger.AcceptAsync(Accepted(Id, 20));
        await ledger.TakeWriterAsync(Id, "first");
        LedgerEvent[] failed =
        [
            new LedgerEvent.Planned(2), Granted(0, 1), Committed(1, 0, 1, 0, 4), Ended(0, 1, AttemptEnd.Failed),
            new LedgerEvent.Quarantined(0, new ItemRange(4, 10), Broke, Noon) { Input = new CapturedInput(new ItemRange(4, 10), Noon) { Block = block } }, Failed(new ItemRange(4, 10)),
        ];
        Assert.Equal(AppendStatus.Applied, (await ledger.AppendAsync(new JobAppend(Id, 1, 1, failed))).Status);
        return job;
    }

    /// <summary>A finished job of ten shards, computed in two runs, of which one is cut and granted again.</summary>
    public static async Task<GoodJob> OfRunsAsync()
    {
        var job = new GoodJob();
        var ledger = new SqliteJobLedger(job._store, TimeProvider.System);
        await ledger.AcceptAsync(Accepted(Id, 20));
        await ledger.TakeWriterAsync(Id, "first");
        LedgerEvent[] events =
        [
            new LedgerEvent.Planned(10), Granted(0, 1, more: 6), Granted(7, 1, more: 2), Committed(1, 0, 1, 0, 2), Committed(2, 1, 1, 2, 3), Committed(3, 1, 1, 3, 4),
            new LedgerEvent.Split(0, 8, 4), Granted(4, 2, more: 2), Committed(4, 7, 1, 14, 16), Committed(5, 8, 1, 16, 18), Committed(6, 9, 1, 18, 20), Ended(7, 1),
            Committed(7, 2, 1, 4, 6), Ended(0, 1, AttemptEnd.Lost), Granted(0, 2, more: 3), Committed(8, 3, 2, 6, 8), Ended(0, 2), Committed(9, 4, 2, 8, 10),
            Committed(10, 5, 2, 10, 12), Committed(11, 6, 2, 12, 14), Ended(4, 2), Succeeded(),
        ];
        var outcome = await ledger.AppendAsync(new JobAppend(Id, 1, 1, events));
        Assert.Equal((AppendStatus.Applied, null), (outcome.Status, outcome.Reason));
        return job;
    }

    public Task<JobHistory?> ReadCondensedHistoryAsync() => new SqliteJobLedger(_store, TimeProvider.System).ReadCondensedHistoryAsync(Id);

    public Task<JobHistory?> ReadHistoryAsync() => new SqliteJobLedger(_store, TimeProvider.System).ReadHistoryAsync(Id);

    /// <summary>Runs SQL behind the ledger's back; answers how many rows it changed in all.</summary>
    public Task<int> DamageAsync(string sql) => _store.WriteAsync(
        session => sql.Split(';', StringSplitOptions.RemoveEmptyEntries).Sum(statement => session[statement.Trim()].Run()), 0, CancellationToken.None);

    public async Task<IReadOnlyList<Finding>> VerifyAsync() => LedgerVerifier.Verify((await new SqliteLedgerReader(_store).DumpAsync(Id))!);

    public async ValueTask DisposeAsync()
    {
        await _store.DisposeAsync();
        _directory.Dispose();
    }
}
