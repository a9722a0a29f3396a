using ElasticGrains.Engine.Verification;
using ElasticGrains.Ledger;
using ElasticGrains.Storage.Sqlite;
using Microsoft.Extensions.Time.Testing;
using static ElasticGrains.Storage.Tests.Events;

namespace ElasticGrains.Storage.Tests.Sqlite;

/// <summary>
/// Kills the writer between every two statements: at statement k the file and its log are copied as a dead process would leave them, and
/// nothing runs any more. In the copy the whole operation must be there, or nothing of it.
/// </summary>
public sealed class CrashPointTests
{
    private static readonly TimeProvider Clock = new FakeTimeProvider(Noon);

    private static readonly JobAppend Append = new("job", 1, 2,
        [Committed(1, 0, 1, 0, 3), new LedgerEvent.Split(0, 4, 2), Granted(1, 1), Committed(2, 1, 1, 5, 10), Ended(1, 1)]);

    [Fact]
    public async Task Append_KilledAtAnyStatement_IsWholeOrNotThere()
    {
        var seen = await KillEverywhereAsync(async (ledger, _) => (await ledger.AppendAsync(Append)).Status);
        Assert.Contains(AppendStatus.Applied, seen);
        Assert.Contains(AppendStatus.Duplicate, seen);
        Assert.True(seen.Count > 15, $"{seen.Count} crash points");
    }

    [Fact]
    public async Task End_KilledAtAnyStatement_IsWholeOrNotThere()
    {
        var end = new JobAppend("job", 1, 2, [Ended(0, 1, AttemptEnd.Stopped), Failed()]);
        var seen = await KillEverywhereAsync(async (ledger, _) => (await ledger.AppendAsync(end)).Status);
        Assert.Equal([AppendStatus.Applied, AppendStatus.Duplicate], seen.Distinct());
    }

    [Fact]
    public async Task Accept_KilledAtAnyStatement_IsWholeOrNotThere()
    {
        var seen = await KillEverywhereAsync((ledger, _) => ledger.AcceptAsync(Accepted("other", 5)));
        Assert.Equal([AcceptOutcome.Accepted, AcceptOutcome.Exists], seen.Distinct());
    }

    [Fact]
    public async Task TakeWriter_KilledAtAnyStatement_RaisesTheEpochOnceOrTwice()
    {
        // Not idempotent by intent: whoever did not get its answer takes the next epoch.
        var seen = await KillEverywhereAsync((ledger, _) => ledger.TakeWriterAsync("job", "other"), isIdempotent: false);
        Assert.Equal([2L, 3L], seen.Distinct());
    }

    [Fact]
    public async Task PutBlock_KilledAtAnyStatement_IsWholeOrNotThere()
    {
        var content = new byte[(2 << 20) + 5];
        new Random(1).NextBytes(content);
        var seen = await KillEverywhereAsync(async (_, store) => (await new SqliteBlockStore(store).PutAsync("job", content)).Id, isIdempotent: false);
        Assert.Equal(["1", "2"], seen.Distinct());
    }

    private static async Task<List<T>> KillEverywhereAsync<T>(Func<SqliteJobLedger, SqliteStore, Task<T>> operation, bool isIdempotent = true)
    {
        using var template = new TemporaryDirectory();
        await PrepareAsync(template.File());
        var before = await StoryAsync(template.File(), _ => Task.CompletedTask);
        using var undisturbed = new TemporaryDirectory();
        Copy(template, undisturbed);
        var after = await StoryAsync(undisturbed.File(), store => operation(new SqliteJobLedger(store, Clock), store));
        Assert.NotEqual(before, after);

        var answers = new List<T>();
        for (var statement = 1; ; statement++)
        {
            using var living = new TemporaryDirectory();
            using var dead = new TemporaryDirectory();
            Copy(template, living);
            if (!await KillAsync(living, dead, statement, operation))
            {
                return answers;
            }

            var found = await StoryAsync(dead.File(), _ => Task.CompletedTask);
            Assert.True(found == before || found == after, $"Half an operation after statement {statement}:\n{found}");
            var resent = await StoryAsync(dead.File(), async store => answers.Add(await operation(new SqliteJobLedger(store, Clock), store)));
            Assert.True(!isIdempotent || resent == after, $"Sent again after statement {statement}:\n{resent}");
        }
    }

    // False when the operation has fewer statements.
    private static async Task<bool> KillAsync<T>(TemporaryDirectory living, TemporaryDirectory dead, int statement, Func<SqliteJobLedger, SqliteStore, Task<T>> operation)
    {
        var count = 0;
        var isArmed = false;
        var options = new SqliteStoreOptions
        {
            StatementProbe = _ =>
            {
                if (!isArmed || ++count < statement)
                {
                    return;
                }

                if (count == statement)
                {
                    Copy(living, dead);
                }

                throw new ProcessKilledException();
            },
        };
        await using var store = SqliteStore.Open(living.File(), options);
        isArmed = true;
        try
        {
            await operation(new SqliteJobLedger(store, Clock), store);
            return false;
        }
        catch (ProcessKilledException)
        {
            return true;
        }
    }

    private static async Task PrepareAsync(string file)
    {
        await using var ledger = new SqliteJobLedger(SqliteStore.Open(file), Clock);
        await ledger.AcceptAsync(Accepted("job", 10));
        await ledger.TakeWriterAsync("job", "me");
        await ledger.AppendAsync(new JobAppend("job", 1, 1, [new LedgerEvent.Planned(2), Granted(0, 1)]));
    }

    // Everything that is in the file, after what is to be done first; and nothing in it contradicts itself.
    private static async Task<string> StoryAsync(string file, Func<SqliteStore, Task> first)
    {
        await using var store = SqliteStore.Open(file);
        await first(store);
        var ledger = new SqliteJobLedger(store, Clock);
        var reader = new SqliteLedgerReader(store);
        var story = string.Join('\n', (await ledger.ListAsync()).Select(job => job.ToString()));
        foreach (var id in await reader.ListJobIdsAsync())
        {
            var dump = (await reader.DumpAsync(id))!;
            Assert.Empty(LedgerVerifier.Verify(dump));
            story += "\n" + Story((await ledger.ReadHistoryAsync(id))!.Events) + string.Join('\n', dump.Blocks.Select(block => block.ToString()));
        }

        return story;
    }

    private static void Copy(TemporaryDirectory from, TemporaryDirectory to)
    {
        foreach (var file in Directory.GetFiles(from.Path).Where(file => !file.EndsWith("-shm", StringComparison.Ordinal)))
        {
            File.Copy(file, to.File(Path.GetFileName(file)));
        }
    }
}
