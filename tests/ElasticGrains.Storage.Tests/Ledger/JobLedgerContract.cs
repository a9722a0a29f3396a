using ElasticGrains.Blocks;
using ElasticGrains.Jobs;
using ElasticGrains.Ledger;
using static ElasticGrains.Storage.Tests.Events;

namespace ElasticGrains.Storage.Tests.Ledger;

/// <summary>What every ledger promises; each implementation inherits these tests.</summary>
public abstract partial class JobLedgerContract : IAsyncLifetime
{
    private const string Job = "job";

    protected IJobLedger Ledger { get; private set; } = null!;

    protected abstract Task<IJobLedger> OpenAsync();

    protected abstract Task CloseAsync();

    public async Task InitializeAsync() => Ledger = await OpenAsync();

    public Task DisposeAsync() => CloseAsync();

    [Fact]
    public async Task Read_AJobThatIsNotThere_AnswersNothing()
    {
        Assert.Null(await Ledger.FindAsync(Job));
        Assert.Null(await Ledger.ReadHistoryAsync(Job));
        Assert.Null(await Ledger.ReadCondensedHistoryAsync(Job));
        Assert.Empty(await Ledger.ReadPartialsAsync(Job, 1, 10));
        Assert.Null(await Ledger.FindPartialAsync(Job, 0));
        Assert.Null(await Ledger.ReadCancelRequestAsync(Job));
        Assert.False(await Ledger.RequestCancelAsync(Job, "why"));
        Assert.Empty(await Ledger.ListAsync());
        await Assert.ThrowsAsync<KeyNotFoundException>(() => Ledger.TakeWriterAsync(Job, "me"));
        Assert.Equal(AppendStatus.Rejected, (await Ledger.AppendAsync(new JobAppend(Job, 1, 1, [new LedgerEvent.Planned(1)]))).Status);
    }

    [Fact]
    public async Task Append_AWholeJob_IsReadBackInOrder()
    {
        var block = new BlockHandle("7", 600_000, ulong.MaxValue - 1);
        var events = new LedgerEvent[]
        {
            new LedgerEvent.Planned(2), Granted(0, 1), Granted(1, 1), Committed(1, 0, 1, 0, 3), new LedgerEvent.Split(1, 8, 2), Granted(2, 1),
            Committed(2, 2, 1, 8, 10, block), Ended(2, 1), Committed(3, 1, 1, 5, 8), Ended(1, 1), Ended(0, 1, AttemptEnd.Failed), Granted(0, 2),
            new LedgerEvent.AttemptEnded(0, 2, AttemptEnd.Lost, null, Noon) { Death = new SiloDeath("silo", Noon, Others: 3, WasAlone: false) },
            new LedgerEvent.Granted(0, 3, "silo", 0, Noon) { IsAlone = true }, new LedgerEvent.Adopted(0, 3, 4, Noon), Committed(4, 0, 4, 3, 5), Ended(0, 4),
            Succeeded("{\"a\": [1]}"),
        };
        await StartAsync(10);
        Assert.Equal(AppendStatus.Applied, (await Ledger.AppendAsync(new JobAppend(Job, 1, 1, events))).Status);

        var history = (await Ledger.ReadHistoryAsync(Job))!;
        Assert.Equal(1, history.WriterEpoch);
        var stripped = events.Select(it => it is LedgerEvent.Committed commit ? commit with { Payload = commit.Payload with { Inline = default } } : it);
        Assert.Equal(Story(stripped), Story(history.Events.Skip(2)));
        Assert.Equal(Story([Accepted(Job, 10)]), Story(history.Events.Take(1)));
        Assert.Equal("me", Assert.IsType<LedgerEvent.WriterTaken>(history.Events[1]).Writer);

        var head = (await Ledger.FindAsync(Job))!;
        Assert.Equal(Assert.Single(await Ledger.ListAsync()), head.Entry);
        Assert.Equal((Job, 4L), (head.Spec.Id, head.LastNumber));
        Assert.Equal(Accepted(Job, 10).Spec.Input.ToArray(), head.Spec.Input.ToArray());

        var partials = await Ledger.ReadPartialsAsync(Job, 2, 2);
        Assert.Equal([2L, 3L], partials.Select(partial => partial.Number));
        Assert.Equal(block, partials[0].Payload.Block);
        Assert.Equal(((LedgerEvent.Committed)events[8]).Payload.Inline.ToArray(), partials[1].Payload.Inline.ToArray());
        var found = await Task.WhenAll(Enumerable.Range(0, 10).Select(async item => (await Ledger.FindPartialAsync(Job, item))!.Number));
        Assert.Equal([1L, 1, 1, 4, 4, 3, 3, 3, 2, 2], found);
        Assert.Null(await Ledger.FindPartialAsync(Job, 10));
    }

    [Fact]
    public async Task Append_AFailedJob_KeepsFailureAndQuarantine()
    {
        await StartAsync(10);
        LedgerEvent[] events =
        [
            new LedgerEvent.Planned(2), Granted(1, 1), Ended(1, 1, AttemptEnd.Failed), new LedgerEvent.Quarantined(1, new ItemRange(5, 10), Broke, Noon), Failed(new ItemRange(5, 10)),
        ];
        Assert.Equal(AppendStatus.Applied, (await Ledger.AppendAsync(new JobAppend(Job, 1, 1, events))).Status);
        Assert.Equal(Story(events), Story((await Ledger.ReadHistoryAsync(Job))!.Events.Skip(2)));
    }

    [Fact]
    public async Task Append_SentAgain_IsADuplicateOnlyWhenEqual()
    {
        await StartAsync(10);
        await PlanAsync();
        var append = new JobAppend(Job, 1, 2, [Granted(0, 1), Committed(1, 0, 1, 0, 3)]);
        Assert.Equal(AppendStatus.Applied, (await Ledger.AppendAsync(append)).Status);
        Assert.Equal(AppendStatus.Duplicate, (await Ledger.AppendAsync(append)).Status);
        Assert.Equal(AppendStatus.Duplicate, (await Ledger.AppendAsync(append with { Events = [Granted(0, 1), Committed(1, 0, 1, 0, 3)] })).Status);
        Assert.Equal(AppendStatus.Rejected, (await Ledger.AppendAsync(append with { Events = [Granted(0, 1), Committed(1, 0, 1, 0, 2)] })).Status);
        Assert.Equal(AppendStatus.Rejected, (await Ledger.AppendAsync(append with { Version = 1 })).Status);
        Assert.Equal(AppendStatus.Rejected, (await Ledger.AppendAsync(append with { Version = 4 })).Status);
        Assert.Equal(5, (await Ledger.ReadHistoryAsync(Job))!.Events.Count);
    }

    [Fact]
    public async Task Append_ByAnEarlierWriter_IsFenced()
    {
        await StartAsync(10);
        await PlanAsync();
        Assert.Equal(2, await Ledger.TakeWriterAsync(Job, "other"));
        var late = await Ledger.AppendAsync(new JobAppend(Job, 1, 2, [Granted(0, 1)]));
        Assert.Equal((AppendStatus.Fenced, 2L), (late.Status, late.WriterEpoch));
        Assert.Equal(AppendStatus.Applied, (await Ledger.AppendAsync(new JobAppend(Job, 2, 1, [Granted(0, 1)]))).Status);
    }

    [Fact]
    public async Task TakeWriter_WithARunningAttempt_LeavesItToTheNewWriter()
    {
        await StartAsync(10);
        await PlanAsync();
        await Ledger.AppendAsync(new JobAppend(Job, 1, 2, [Granted(0, 1)]));
        await Ledger.TakeWriterAsync(Job, "other");
        Assert.Equal(AppendStatus.Rejected, (await Ledger.AppendAsync(new JobAppend(Job, 2, 1, [Granted(0, 2)]))).Status);
        var adopted = await Ledger.AppendAsync(new JobAppend(Job, 2, 1, [new LedgerEvent.Adopted(0, 1, 2, Noon), Committed(1, 0, 2, 0, 5)]));
        Assert.Equal(AppendStatus.Applied, adopted.Status);
    }

    [Fact]
    public async Task Append_AfterTheEnd_IsFencedExceptForTheReSend()
    {
        await StartAsync(0);
        var end = new JobAppend(Job, 1, 1, [new LedgerEvent.Planned(0), Succeeded()]);
        Assert.Equal(AppendStatus.Applied, (await Ledger.AppendAsync(end)).Status);
        Assert.Equal(AppendStatus.Duplicate, (await Ledger.AppendAsync(end)).Status);
        Assert.Equal(AppendStatus.Fenced, (await Ledger.AppendAsync(end with { Version = 2 })).Status);
        Assert.Equal(1, await Ledger.TakeWriterAsync(Job, "late"));
        Assert.Equal(4, (await Ledger.ReadHistoryAsync(Job))!.Events.Count);
    }

    [Fact]
    public async Task Append_WithOneWrongEvent_ChangesNothing()
    {
        await StartAsync(10);
        await PlanAsync();
        var before = Story((await Ledger.ReadHistoryAsync(Job))!.Events);
        var outcome = await Ledger.AppendAsync(new JobAppend(Job, 1, 2, [Granted(0, 1), Committed(1, 0, 1, 0, 3), Committed(2, 0, 1, 2, 5)]));
        Assert.Equal(AppendStatus.Rejected, outcome.Status);
        Assert.NotNull(outcome.Reason);
        Assert.Equal(before, Story((await Ledger.ReadHistoryAsync(Job))!.Events));
        Assert.Empty(await Ledger.ReadPartialsAsync(Job, 1, 10));
        Assert.Equal(AppendStatus.Applied, (await Ledger.AppendAsync(new JobAppend(Job, 1, 2, [Granted(0, 1), Committed(1, 0, 1, 0, 3)]))).Status);
    }

    [Theory]
    [MemberData(nameof(Contradictions))]
    public async Task Append_ThatContradictsTheLedger_IsRejected(string rule, LedgerEvent[] before, LedgerEvent wrong)
    {
        await StartAsync(10);
        await PlanAsync();
        if (before.Length > 0)
        {
            Assert.Equal(AppendStatus.Applied, (await Ledger.AppendAsync(new JobAppend(Job, 1, 2, before))).Status);
        }

        var outcome = await Ledger.AppendAsync(new JobAppend(Job, 1, before.Length > 0 ? 3 : 2, [wrong]));
        Assert.True(outcome.Status == AppendStatus.Rejected, $"{rule}: {outcome}");
    }

    public static TheoryData<string, LedgerEvent[], LedgerEvent> Contradictions()
    {
        LedgerEvent[] running = [Granted(0, 1)];
        LedgerEvent[] committed = [Granted(0, 1), Committed(1, 0, 1, 0, 5)];
        LedgerEvent[] done = [.. committed, Ended(0, 1)];
        LedgerEvent[] quarantined = [Granted(0, 1), Ended(0, 1, AttemptEnd.Failed), new LedgerEvent.Quarantined(0, new ItemRange(0, 5), Broke, Noon)];
        return new TheoryData<string, LedgerEvent[], LedgerEvent>
        {
            { "planned twice", [], new LedgerEvent.Planned(2) },
            { "accepted by a writer", [], Accepted(Job, 10) },
            { "writer taken by a writer", [], new LedgerEvent.WriterTaken(2, "me", Noon) },
            { "no such shard", [], Granted(2, 1) },
            { "negative shard", [], Granted(-1, 1) },
            { "first attempt is 1", [], Granted(0, 2) },
            { "granted while running", running, Granted(0, 2) },
            { "granted when done", done, Granted(0, 2) },
            { "granted when quarantined", quarantined, Granted(0, 2) },
            { "adopted when nothing runs", [], new LedgerEvent.Adopted(0, 0, 1, Noon) },
            { "adopted from another attempt", running, new LedgerEvent.Adopted(0, 2, 3, Noon) },
            { "adopted with a gap", running, new LedgerEvent.Adopted(0, 1, 3, Noon) },
            { "split when nothing runs", [], new LedgerEvent.Split(0, 2, 2) },
            { "split at the start", running, new LedgerEvent.Split(0, 0, 2) },
            { "split at the end", running, new LedgerEvent.Split(0, 5, 2) },
            { "split into a taken number", running, new LedgerEvent.Split(0, 2, 1) },
            { "commit when nothing runs", [], Committed(1, 0, 1, 0, 3) },
            { "commit by another attempt", running, Committed(1, 0, 2, 0, 3) },
            { "commit by attempt zero", [], Committed(1, 0, 0, 0, 3) },
            { "commit with a gap", running, Committed(1, 0, 1, 1, 3) },
            { "commit of nothing", running, Committed(1, 0, 1, 0, 0) },
            { "commit beyond the shard", running, Committed(1, 0, 1, 0, 6) },
            { "commit with a wrong number", running, Committed(2, 0, 1, 0, 3) },
            { "commit twice", committed, Committed(2, 0, 1, 0, 5) },
            { "another attempt ended", running, Ended(0, 2, AttemptEnd.Lost) },
            { "nothing to end", [], Ended(0, 1, AttemptEnd.Lost) },
            { "completed too early", running, Ended(0, 1) },
            { "quarantined while running", running, new LedgerEvent.Quarantined(0, new ItemRange(0, 5), Broke, Noon) },
            { "quarantined another range", [], new LedgerEvent.Quarantined(0, new ItemRange(1, 5), Broke, Noon) },
            { "quarantined twice", quarantined, new LedgerEvent.Quarantined(0, new ItemRange(0, 5), Broke, Noon) },
            { "succeeded too early", done, Succeeded() },
            { "finished without an end", [], new LedgerEvent.Finished(new JobOutcome { Phase = JobPhase.Running }, null, Noon) },
        };
    }

    [Fact]
    public async Task Append_BeforeThePlan_IsRejected()
    {
        await StartAsync(10);
        Assert.Equal(AppendStatus.Rejected, (await Ledger.AppendAsync(new JobAppend(Job, 1, 1, [Granted(0, 1)]))).Status);
        Assert.Equal(AppendStatus.Rejected, (await Ledger.AppendAsync(new JobAppend(Job, 1, 1, [new LedgerEvent.Planned(0)]))).Status);
        Assert.Equal(AppendStatus.Rejected, (await Ledger.AppendAsync(new JobAppend(Job, 1, 1, []))).Status);
    }

    [Fact]
    public async Task Append_OfAMillionShards_KnowsTheirRanges()
    {
        const int Shards = 1_000_000;
        await StartAsync(long.MaxValue);
        await Ledger.AppendAsync(new JobAppend(Job, 1, 1, [new LedgerEvent.Planned(Shards)]));
        var start = (long)((Int128)long.MaxValue * 999_998 / Shards);
        var end = (long)((Int128)long.MaxValue * 999_999 / Shards);
        var outcome = await Ledger.AppendAsync(new JobAppend(Job, 1, 2, [Granted(999_998, 1), Committed(1, 999_998, 1, start, end), Ended(999_998, 1)]));
        Assert.Equal(AppendStatus.Applied, outcome.Status);
    }

    [Fact]
    public async Task List_OfSeveralJobs_HasTheLatestFirst()
    {
        await StartAsync(10);
        await PlanAsync();
        await Ledger.AppendAsync(new JobAppend(Job, 1, 2, [Granted(0, 1), Committed(1, 0, 1, 0, 3)]));
        await Ledger.AcceptAsync(Accepted("older", 5, at: Noon.AddDays(-1)));
        await Ledger.AcceptAsync(Accepted("newer", 0, at: Noon.AddDays(1)));
        await Ledger.TakeWriterAsync("newer", "me");
        await Ledger.AppendAsync(new JobAppend("newer", 1, 1, [new LedgerEvent.Planned(0), Succeeded()]));
        var jobs = await Ledger.ListAsync();
        Assert.Equal(
            [
                new JobEntry("newer", "test", Accepted("newer", 0).SpecHash, JobPhase.Succeeded, 0, 0, Noon.AddDays(1), Noon.AddHours(1)),
                new JobEntry(Job, "test", Accepted(Job, 10).SpecHash, JobPhase.Running, 10, 3, Noon, null),
                new JobEntry("older", "test", Accepted("older", 5).SpecHash, JobPhase.Accepted, 5, 0, Noon.AddDays(-1), null),
            ],
            jobs);
        Assert.Equal(["older", Job], await Ledger.ListUnfinishedAsync());
    }

    [Fact]
    public async Task Cancel_AskedFor_IsKeptUntilTheEnd()
    {
        await StartAsync(0);
        Assert.Null(await Ledger.ReadCancelRequestAsync(Job));
        Assert.True(await Ledger.RequestCancelAsync(Job, "first"));
        Assert.True(await Ledger.RequestCancelAsync(Job, "second"));
        Assert.Equal("first", await Ledger.ReadCancelRequestAsync(Job));
        await Ledger.AppendAsync(new JobAppend(Job, 1, 1, [new LedgerEvent.Planned(0), Succeeded()]));
        Assert.Null(await Ledger.ReadCancelRequestAsync(Job));
        Assert.False(await Ledger.RequestCancelAsync(Job, "third"));
    }

    [Fact]
    public async Task Append_OfManyJobsAtOnce_SpoilsNoneByAnother()
    {
        const int Jobs = 50;
        for (var i = 0; i < Jobs; i++)
        {
            await Ledger.AcceptAsync(Accepted($"job{i}", 10));
            await Ledger.TakeWriterAsync($"job{i}", "me");
        }

        var outcomes = await Task.WhenAll(Enumerable.Range(0, Jobs).Select(i =>
            Ledger.AppendAsync(new JobAppend($"job{i}", 1, i % 3 == 0 ? 7 : 1, [new LedgerEvent.Planned(2), Granted(1, 1), Committed(1, 1, 1, 5, 10)]))));
        Assert.All(outcomes, (outcome, i) => Assert.Equal(i % 3 == 0 ? AppendStatus.Rejected : AppendStatus.Applied, outcome.Status));
    }

    private async Task StartAsync(long items)
    {
        await Ledger.AcceptAsync(Accepted(Job, items));
        Assert.Equal(1, await Ledger.TakeWriterAsync(Job, "me"));
    }

    private async Task PlanAsync() =>
        Assert.Equal(AppendStatus.Applied, (await Ledger.AppendAsync(new JobAppend(Job, 1, 1, [new LedgerEvent.Planned(2)]))).Status);
}
