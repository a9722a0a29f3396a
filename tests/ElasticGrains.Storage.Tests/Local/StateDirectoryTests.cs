using System.Diagnostics;
using ElasticGrains.Ledger;
using ElasticGrains.Storage.Local;
using ElasticGrains.Storage.Sqlite;
using Microsoft.Extensions.Time.Testing;
using static ElasticGrains.Storage.Tests.Events;

namespace ElasticGrains.Storage.Tests.Local;

public sealed class StateDirectoryTests : IDisposable
{
    private readonly TemporaryDirectory _parent = new();
    private readonly FakeTimeProvider _time = new(Noon);

    private string State => Path.Combine(_parent.Path, "state");

    public void Dispose() => _parent.Dispose();

    [Fact]
    public async Task OpenOwned_OfANewDirectory_CreatesItForThisUserAlone()
    {
        await using var state = OpenOwned();
        Assert.Equal(1, state.OwnerEpoch);
        Assert.True(File.Exists(Path.Combine(State, "ledger.db")));
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(State));
        }
    }

    /// <summary>As somebody who asks for a job in the moment in which it is started.</summary>
    [Fact]
    public async Task OpenReadOnly_WhileTheLedgerIsBeingMade_FindsNoneOrAWholeOne()
    {
        for (var round = 0; round < 30; round++)
        {
            var path = Path.Combine(_parent.Path, $"state-{round}");
            var looked = new TaskCompletionSource<StateDirectory>();
            new Thread(() =>
            {
                while (!File.Exists(Path.Combine(path, "ledger.db")))
                {
                    Thread.SpinWait(100);
                }

                try
                {
                    looked.SetResult(StateDirectory.OpenReadOnly(path, _time));
                }
                catch (StateDirectoryException error)
                {
                    looked.SetException(error);
                }
            }).Start();
            await using var owned = StateDirectory.OpenOwned(path, _time, "eg run test");
            await using var seen = await looked.Task;

            Assert.Empty(await seen.Ledger.ListAsync());
            Assert.DoesNotContain(Directory.EnumerateFiles(path), name => Path.GetFileName(name) is not ("ledger.db" or "ledger.db-wal" or "ledger.db-shm"));
        }
    }

    [Fact]
    public async Task OpenOwned_WhileTheOwnerLives_IsRefused()
    {
        await using var state = OpenOwned();
        var error = Assert.Throws<StateDirectoryInUseException>(() => OpenOwned());
        Assert.Equal(
            $"{State} is in use by process {Environment.ProcessId} on {Environment.MachineName} since 2026-01-02 12:00:00Z (eg run test); "
            + "wait for it, cancel its job, or choose another --state.",
            error.Message);
    }

    [Fact]
    public async Task OpenOwned_AfterARelease_RaisesTheEpoch()
    {
        await OpenOwned().DisposeAsync();
        await using var state = OpenOwned();
        Assert.Equal(2, state.OwnerEpoch);
    }

    [Fact]
    public async Task FormerOwner_AfterATakeover_WritesNothingMore()
    {
        await using var former = OpenOwned();
        await former.Ledger.AcceptAsync(Accepted("job", 10));
        await former.Ledger.TakeWriterAsync("job", "former");
        ChangeOwner("UPDATE owner SET started = 'long ago'");
        await using var next = OpenOwned();
        Assert.Equal(2, next.OwnerEpoch);

        var outcome = await former.Ledger.AppendAsync(new JobAppend("job", 1, 1, [new LedgerEvent.Planned(1)]));
        Assert.Equal(AppendStatus.Fenced, outcome.Status);
        Assert.Contains($"was taken over by process {Environment.ProcessId}", outcome.Reason);
        await Assert.ThrowsAsync<StateOwnershipLostException>(() => former.Blocks.PutAsync("job", new byte[10]));
        await Assert.ThrowsAsync<StateOwnershipLostException>(() => former.Ledger.AcceptAsync(Accepted("other", 10)));
        await Assert.ThrowsAsync<StateOwnershipLostException>(() => former.Ledger.TakeWriterAsync("job", "former"));

        // Letting go must not let go for the next one.
        await former.DisposeAsync();
        Assert.Throws<StateDirectoryInUseException>(() => OpenOwned());
        Assert.Equal(AppendStatus.Applied, (await next.Ledger.AppendAsync(new JobAppend("job", 1, 1, [new LedgerEvent.Planned(1)]))).Status);
    }

    [Fact]
    public async Task OpenOwned_WithAnOwnerOnAnotherHost_WaitsForFiveSecondsWithoutAHeartbeat()
    {
        await OpenOwned().DisposeAsync();
        ChangeOwner("UPDATE owner SET held = 1, host = 'elsewhere'");
        _time.Advance(TimeSpan.FromSeconds(4.9));
        Assert.Contains("on elsewhere since", Assert.Throws<StateDirectoryInUseException>(() => OpenOwned()).Message);
        _time.Advance(TimeSpan.FromSeconds(0.2));
        await using var state = OpenOwned();
        Assert.Equal(2, state.OwnerEpoch);
    }

    [Fact]
    public async Task Owner_EverySecond_RenewsItsHeartbeat()
    {
        await using var state = OpenOwned();
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        for (var beat = 1; beat <= 3; beat++)
        {
            var before = ReadOwner().Heartbeat;
            while (ReadOwner().Heartbeat == before)
            {
                _time.Advance(TimeSpan.FromSeconds(1));
                await state.Ledger.ListAsync(patience.Token);
            }

            Assert.True(ReadOwner().Heartbeat > before);
        }
    }

    [Fact]
    public async Task OpenOwned_WhenTheOwnerIsStopped_TakesOver()
    {
        if (!File.Exists("/proc/self/stat"))
        {
            return; // Only there can a stopped process be told from a running one.
        }

        await OpenOwned().DisposeAsync();
        using var other = Process.Start("sleep", "600");
        try
        {
            ChangeOwner($"UPDATE owner SET held = 1, pid = {other.Id}, started = '{LocalProcesses.StartOf(other.Id)}'");
            Assert.Throws<StateDirectoryInUseException>(() => OpenOwned());
            await SignalAsync("-STOP", other.Id);
            while (LocalProcesses.StateOf(other.Id, LocalProcesses.StartOf(other.Id)!) == ProcessState.Alive)
            {
                await Task.Yield();
            }

            await OpenOwned().DisposeAsync();
            await SignalAsync("-CONT", other.Id);
        }
        finally
        {
            other.Kill();
            await other.WaitForExitAsync();
        }

        ChangeOwner($"UPDATE owner SET held = 1, pid = {other.Id}");
        await using var afterDeath = OpenOwned();
        Assert.Equal(3, afterDeath.OwnerEpoch);
    }

    [Fact]
    public async Task OpenOwned_BehindAWriteLockThatIsNotReleased_SaysWhomToEnd()
    {
        await OpenOwned().DisposeAsync();
        var options = new SqliteStoreOptions { BusyTimeout = TimeSpan.FromMilliseconds(50) };
        using var frozen = SqliteSession.OpenWriter(Path.Combine(State, "ledger.db"), options);
        frozen.Execute("BEGIN IMMEDIATE");
        var error = Assert.Throws<StateDirectoryInUseException>(() => StateDirectory.OpenOwned(State, _time, "eg run test", options));
        Assert.Contains(File.Exists("/proc/locks") ? $"end it (kill -9 {Environment.ProcessId})" : "is locked by another process", error.Message);
    }

    [Fact]
    public async Task OpenReadOnly_BesideTheOwner_LooksAndAsksForCancellation()
    {
        await using var owner = OpenOwned();
        await owner.Ledger.AcceptAsync(Accepted("job", 10));
        await using var reader = StateDirectory.OpenReadOnly(State);
        Assert.Null(reader.OwnerEpoch);
        Assert.Single(await reader.Ledger.ListAsync());
        Assert.True(await reader.Ledger.RequestCancelAsync("job", "enough"));
        Assert.Equal("enough", await owner.Ledger.ReadCancelRequestAsync("job"));
        await Assert.ThrowsAsync<InvalidOperationException>(() => reader.Ledger.AcceptAsync(Accepted("other", 10)));
        await Assert.ThrowsAsync<InvalidOperationException>(() => reader.Blocks.PutAsync("job", new byte[1]));
        await Assert.ThrowsAsync<InvalidOperationException>(() => reader.Ledger.AppendAsync(new JobAppend("job", 1, 1, [new LedgerEvent.Planned(1)])));
    }

    [Fact]
    public void OpenReadOnly_OfNoStateDirectory_SaysSo()
    {
        Assert.Contains("is no state directory", Assert.Throws<StateDirectoryException>(() => StateDirectory.OpenReadOnly(State)).Message);
        Assert.False(Directory.Exists(State));
    }

    [Theory]
    [InlineData(7, "a newer version (schema 7, this one knows 6); use that version or another directory.")]
    [InlineData(1, "an older version (schema 1, this one knows 2 to 6); finish its jobs with that version or use another directory.")]
    public async Task Open_OfAnotherVersion_IsRefused(int version, string what)
    {
        await OpenOwned().DisposeAsync();
        ChangeOwner($"UPDATE meta SET value = '{version}' WHERE key = 'schema'");
        var sentence = $"{Path.Combine(State, "ledger.db")} was written by {what}";
        Assert.Equal(sentence, Assert.Throws<StateVersionException>(() => OpenOwned()).Message);
        Assert.Equal(sentence, Assert.Throws<StateVersionException>(() => StateDirectory.OpenReadOnly(State)).Message);
    }

    [Fact]
    public async Task Open_OfTheVersionBeforeRuns_BringsItsJobsToThisOne()
    {
        await using (var owner = OpenOwned())
        {
            await owner.Ledger.AcceptAsync(Accepted("job", 20));
            await owner.Ledger.TakeWriterAsync("job", "old");
            await owner.Ledger.AppendAsync(new JobAppend("job", 1, 1, [new LedgerEvent.Planned(10), Granted(0, 1)]));
        }

        ChangeOwner("UPDATE meta SET value = '2' WHERE key = 'schema'");
        using (var session = SqliteSession.OpenWriter(Path.Combine(State, "ledger.db"), SqliteStoreOptions.Default))
        {
            session.Execute("ALTER TABLE shards DROP COLUMN more");
            session.Execute("DROP INDEX cached_answers");
            session.Execute("ALTER TABLE jobs DROP COLUMN cache_key");
            session.Execute("ALTER TABLE jobs DROP COLUMN tags");
            session.Execute("DROP TABLE log_lines");
            session.Execute("DROP TABLE uploads");
            session.Execute("DROP TABLE upload_parts");
            session.Execute("DELETE FROM meta WHERE key = 'ledger'");
        }

        await using var again = OpenOwned();
        Assert.Equal(2, await again.Ledger.TakeWriterAsync("job", "new"));
        LedgerEvent[] events = [Committed(1, 0, 1, 0, 2), Granted(1, 1, more: 4), Committed(2, 1, 1, 2, 4)];
        Assert.Equal(AppendStatus.Applied, (await again.Ledger.AppendAsync(new JobAppend("job", 2, 1, events))).Status);
        Assert.Equal(1, await again.Log.AppendAsync("job", [new LogLine(0, 1, Noon, LogStream.Out, "new")], long.MaxValue));
        await using var other = StateDirectory.OpenReadOnly(State);
        Assert.Equal("new", Assert.Single(await other.Log.ReadAsync("job", new LogQuery())).Text);
    }

    [Fact]
    public void Open_OfWhatIsNoLedger_SaysWhatItIs()
    {
        File.WriteAllText(State, "a file");
        Assert.Contains("is a file", Refused());
        File.Delete(State);
        Directory.CreateDirectory(State);
        File.WriteAllText(Path.Combine(State, "ledger.db"), new string('x', 10_000));
        Assert.Contains("is not a ledger file", Refused());
        File.Delete(Path.Combine(State, "ledger.db"));
        using (var session = SqliteSession.OpenWriter(Path.Combine(State, "ledger.db"), SqliteStoreOptions.Default))
        {
            session.Execute("CREATE TABLE cookies(name TEXT)");
        }

        Assert.Contains("not a job ledger", Refused());
        File.Delete(Path.Combine(State, "ledger.db"));
        Directory.CreateDirectory(Path.Combine(State, "ledger.db"));
        Assert.Contains("cannot be opened", Refused());
    }

    private string Refused() => Assert.ThrowsAny<StateDirectoryException>(() => OpenOwned()).Message;

    private StateDirectory OpenOwned() => StateDirectory.OpenOwned(State, _time, "eg run test");

    private void ChangeOwner(string sql)
    {
        using var session = SqliteSession.OpenWriter(Path.Combine(State, "ledger.db"), SqliteStoreOptions.Default);
        Assert.Equal(1, session[sql].Run());
    }

    private OwnerRow ReadOwner()
    {
        using var session = SqliteSession.OpenReader(Path.Combine(State, "ledger.db"), SqliteStoreOptions.Default);
        return OwnerRow.Read(session)!;
    }

    private static async Task SignalAsync(string signal, int pid)
    {
        using var kill = Process.Start("kill", [signal, pid.ToString()]);
        await kill.WaitForExitAsync();
    }
}
