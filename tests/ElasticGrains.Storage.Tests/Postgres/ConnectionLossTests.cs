using System.Globalization;
using ElasticGrains.Engine.Verification;
using ElasticGrains.Ledger;
using ElasticGrains.Storage.Postgres;
using ElasticGrains.Tests.Shared;
using Microsoft.Extensions.Time.Testing;
using static ElasticGrains.Storage.Tests.Events;

namespace ElasticGrains.Storage.Tests.Postgres;

#pragma warning disable CA1001 // DisposeAsync disposes.
/// <summary>
/// Breaks the connection at many bytes of a conversation, requests and answers: the operation must be whole or not there, and must do
/// what it should when it is sent again.
/// </summary>
public sealed class ConnectionLossTests : IAsyncLifetime
{
    // Less than any message of interest, and prime, so that cuts fall everywhere in messages.
    private const int RequestStride = 83;
    private const int AnswerStride = 17;

    private static readonly TimeProvider Clock = new FakeTimeProvider(Noon);

    private FaultyWire _wire = null!;
    private PostgresStore _store = null!;
    private PostgresStore _direct = null!;
    private int _jobs;

    public async Task InitializeAsync()
    {
        _direct = await TestPostgres.StoreAsync();
        _wire = new FaultyWire(_direct.Options.ConnectionString);
        _store = PostgresStore.Open(new PostgresStoreOptions { ConnectionString = _wire.ConnectionString });
    }

    public async Task DisposeAsync()
    {
        await _store.DisposeAsync();
        await _direct.DisposeAsync();
        await _wire.DisposeAsync();
    }

    [Fact]
    public async Task Append_CutAtAnyByte_IsWholeOrNotThere()
    {
        var seen = await CutEverywhereAsync(async job => (await Ledger.AppendAsync(Append(job))).Status);
        Assert.Equal([AppendStatus.Applied, AppendStatus.Duplicate], seen.Distinct().Order());
        Assert.True(seen.Count > 30, $"{seen.Count} cuts");
    }

    [Fact]
    public async Task Accept_CutAtAnyByte_IsWholeOrNotThere()
    {
        var seen = await CutEverywhereAsync(job => Ledger.AcceptAsync(Accepted(job, 10)), isPrepared: false);
        Assert.Equal([AcceptOutcome.Accepted, AcceptOutcome.Exists], seen.Distinct().Order());
    }

    [Fact]
    public async Task AcceptAsWriter_CutAtAnyByte_IsWholeOrNotThere()
    {
        var seen = await CutEverywhereAsync(async job => await Ledger.AcceptAsWriterAsync(Accepted(job, 10), new LedgerEvent.WriterTaken(1, "me", default)), isPrepared: false);
        Assert.Equal([AcceptOutcome.Accepted, AcceptOutcome.Exists], seen.Distinct().Order());
    }

    [Fact]
    public async Task TakeWriter_CutAtAnyByte_RaisesTheEpochOnceOrTwice()
    {
        // Not idempotent by intent: whoever did not get its answer takes the next epoch.
        var seen = await CutEverywhereAsync(job => Ledger.TakeWriterAsync(job, "other"), isIdempotent: false);
        Assert.Equal([2L, 3L], seen.Distinct().Order());
    }

    [Fact]
    public async Task Migrate_CutAtAnyByte_IsWholeOrNotThere()
    {
        for (var bytes = 0; ; bytes += 997)
        {
            var options = _store.Options with { Schema = string.Create(CultureInfo.InvariantCulture, $"cut{bytes}") };
            await using var cut = PostgresStore.Open(options);
            _wire.CutAfter(bytes, ofAnswers: false);
            var error = await Record.ExceptionAsync(() => new PostgresSchema(cut).MigrateAsync("mine"));
            if (!_wire.IsTripped)
            {
                _wire.Thaw();
                Assert.Null(error);
                return;
            }

            _wire.Thaw();
            Assert.IsType<LedgerUnavailableException>(error);
            var status = await new PostgresSchema(cut).StatusAsync();
            // Whole steps, one after the other.
            Assert.True(status is { Version: 0, HasTables: false } or { Version: > 0 and <= PostgresSchema.Version, HasTables: true }, status.ToString());
            Assert.Equal(PostgresSchema.Version, (await new PostgresSchema(cut).MigrateAsync("mine")).Version);
        }
    }

    private PostgresJobLedger Ledger => new(_store, Clock);

    private static JobAppend Append(string job) => new(job, 1, 2,
        [Committed(1, 0, 1, 0, 3), new LedgerEvent.Split(0, 4, 2), Granted(1, 1), Committed(2, 1, 1, 5, 10), Ended(1, 1)]);

    private async Task<List<T>> CutEverywhereAsync<T>(Func<string, Task<T>> operation, bool isPrepared = true, bool isIdempotent = true)
    {
        // Twice, so that all statements are prepared and no cut falls into that.
        var answers = new List<T>();
        string before = "", after = "";
        for (var warm = 0; warm < 3; warm++)
        {
            var job = await PrepareAsync(isPrepared);
            before = await StoryAsync(job);
            await operation(job);
            after = await StoryAsync(job);
        }

        Assert.NotEqual(before, after);
        foreach (var (ofAnswers, stride) in new[] { (false, RequestStride), (true, AnswerStride) })
        {
            for (var bytes = 0; ; bytes += stride)
            {
                var job = await PrepareAsync(isPrepared);
                _wire.CutAfter(bytes, ofAnswers);
                var error = await Record.ExceptionAsync(() => operation(job));
                var isTripped = _wire.IsTripped;
                _wire.Thaw();
                if (!isTripped)
                {
                    Assert.Null(error);
                    break;
                }

                Assert.True(error is null or LedgerUnavailableException, $"After {bytes} bytes: {error}");
                var found = await StoryAsync(job);
                Assert.True(found == before || found == after, $"Half an operation after {bytes} bytes:\n{found}");
                Assert.True(error is not null || found == after, $"Answered after {bytes} bytes, but not there.");
                answers.Add(await operation(job));
                Assert.True(!isIdempotent || await StoryAsync(job) == after, $"Sent again after {bytes} bytes.");
            }
        }

        return answers;
    }

    private async Task<string> PrepareAsync(bool isPrepared)
    {
        var job = string.Create(CultureInfo.InvariantCulture, $"job{++_jobs:0000}");
        if (isPrepared)
        {
            await Ledger.AcceptAsync(Accepted(job, 10));
            await Ledger.TakeWriterAsync(job, "me");
            await Ledger.AppendAsync(new JobAppend(job, 1, 1, [new LedgerEvent.Planned(2), Granted(0, 1)]));
        }

        return job;
    }

    // What is there of a job, in words that do not name it; and nothing in it contradicts itself.
    private async Task<string> StoryAsync(string job)
    {
        if (await new PostgresLedgerReader(_direct).DumpAsync(job) is not { } dump)
        {
            return "nothing";
        }

        Assert.Empty(LedgerVerifier.Verify(dump));
        var history = (await new PostgresJobLedger(_direct, Clock).ReadHistoryAsync(job))!;
        return (history.WriterEpoch + "\n" + Story(history.Events)).Replace(job, "job", StringComparison.Ordinal)
            .Replace(history.Events.OfType<LedgerEvent.Accepted>().Single().SpecHash, "hash", StringComparison.Ordinal);
    }
}
