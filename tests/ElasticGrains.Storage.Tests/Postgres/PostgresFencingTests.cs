using ElasticGrains.Ledger;
using ElasticGrains.Storage.Postgres;
using ElasticGrains.Tests.Shared;
using static ElasticGrains.Storage.Tests.Events;

namespace ElasticGrains.Storage.Tests.Postgres;

#pragma warning disable CA1001 // DisposeAsync disposes.
/// <summary>Several writers on one database, one of them asleep.</summary>
public sealed class PostgresFencingTests : IAsyncLifetime
{
    private PostgresStore _store = null!;
    private PostgresJobLedger _young = null!;

    public async Task InitializeAsync()
    {
        _store = await TestPostgres.StoreAsync();
        _young = new PostgresJobLedger(_store, TimeProvider.System);
    }

    public async Task DisposeAsync() => await _young.DisposeAsync();

    [Theory]
    [InlineData(0)]
    [InlineData(400)]
    [InlineData(900)]
    public async Task Append_OfAWriterThatFrozeOnTheWay_IsRefusedWhenItWakes(int bytes)
    {
        await using var wire = new FaultyWire(_store.Options.ConnectionString);
        await using var old = new PostgresJobLedger(PostgresStore.Open(_store.Options with { ConnectionString = wire.ConnectionString }), TimeProvider.System);
        await _young.AcceptAsync(Accepted("job", 10));
        await old.TakeWriterAsync("job", "old");
        Assert.Equal(AppendStatus.Applied, (await old.AppendAsync(new JobAppend("job", 1, 1, [new LedgerEvent.Planned(1), Granted(0, 1)]))).Status);

        // Asleep before the lock, or holding it, with its commit half sent.
        wire.FreezeAfter(bytes);
        var late = new JobAppend("job", 1, 2, [Committed(1, 0, 1, 0, 5)]);
        var answer = old.AppendAsync(late);
        while (!wire.IsTripped)
        {
            await Task.Yield();
        }

        Assert.Equal(2, await _young.TakeWriterAsync("job", "young"));
        wire.Thaw();
        var error = await Record.ExceptionAsync(() => answer);
        Assert.True(error is LedgerUnavailableException || (error is null && (await answer).Status == AppendStatus.Fenced), $"{error}");
        Assert.Equal(AppendStatus.Fenced, (await old.AppendAsync(late)).Status);
        Assert.Empty(await _young.ReadPartialsAsync("job", 1, 10));
    }

    [Fact]
    public async Task Accept_ByManyClientsAtOnce_IsAcceptedOnce()
    {
        await using var other = new PostgresJobLedger(PostgresStore.Open(_store.Options), TimeProvider.System);
        var outcomes = await Task.WhenAll(Enumerable.Range(0, 64).Select(i => (i % 2 == 0 ? _young : other).AcceptAsync(Accepted("job", 10))));
        Assert.Single(outcomes, outcome => outcome == AcceptOutcome.Accepted);
        Assert.Equal(63, outcomes.Count(outcome => outcome == AcceptOutcome.Exists));
        Assert.Equal(AcceptOutcome.Conflict, await other.AcceptAsync(Accepted("job", 10, input: "{\"other\":1}")));
    }

    [Fact]
    public async Task Writes_OfTwoSilosToTheSameJobs_DoNotWaitForEachOther()
    {
        await using var other = new PostgresJobLedger(PostgresStore.Open(_store.Options), TimeProvider.System);
        var jobs = Enumerable.Range(0, 40).Select(i => $"job{i:00}").ToList();
        await Task.WhenAll(jobs.Select(job => _young.AcceptAsync(Accepted(job, 10))));

        // In opposite orders, many at a time: locks taken in the order of requests would end in a deadlock.
        for (var round = 0; round < 20; round++)
        {
            var one = jobs.Select(job => _young.TakeWriterAsync(job, "one"));
            var two = Enumerable.Reverse(jobs).Select(job => other.TakeWriterAsync(job, "two"));
            await Task.WhenAll([.. one, .. two]);
        }

        foreach (var job in jobs)
        {
            Assert.Equal(41, await _young.TakeWriterAsync(job, "last"));
        }
    }

    [Fact]
    public async Task Write_ThatTheDatabaseCannotHold_FailsAlone()
    {
        await _young.AcceptAsync(Accepted("good", 10));

        // PostgreSQL's text has no zero character.
        var bad = _young.AcceptAsync(Accepted("bad\0", 10));
        var good = _young.TakeWriterAsync("good", "me");
        Assert.Equal(1, await good);
        await Assert.ThrowsAsync<Npgsql.PostgresException>(() => bad);
    }

    [Fact]
    public async Task Dispose_WithWritesWaiting_WritesThem()
    {
        var ledger = new PostgresJobLedger(PostgresStore.Open(_store.Options), TimeProvider.System);
        var accepts = Enumerable.Range(0, 20).Select(i => ledger.AcceptAsync(Accepted($"job{i}", 10))).ToList();
        await ledger.DisposeAsync();
        Assert.All(await Task.WhenAll(accepts), outcome => Assert.Equal(AcceptOutcome.Accepted, outcome));
        await Assert.ThrowsAsync<ObjectDisposedException>(() => ledger.AcceptAsync(Accepted("late", 10)));
        Assert.Equal(20, (await _young.ListAsync()).Count);
    }
}
