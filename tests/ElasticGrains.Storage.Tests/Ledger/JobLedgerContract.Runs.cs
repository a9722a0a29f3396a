using ElasticGrains.Ledger;
using static ElasticGrains.Storage.Tests.Events;

namespace ElasticGrains.Storage.Tests.Ledger;

/// <summary>Runs of adjacent shards: here ten shards of ten items, of which 2 to 6 are granted together.</summary>
public abstract partial class JobLedgerContract
{
    public static TheoryData<string, LedgerEvent> NotOfTheRun => new()
    {
        { "a grant inside it", Granted(3, 1) },
        { "a grant inside it that goes on", Granted(3, 2) },
        { "a run that reaches into it", Granted(1, 1, more: 1) },
        { "a run beyond the plan", Granted(8, 1, more: 2) },
        { "a run of fewer than one", Granted(8, 1, more: -1) },
        { "a run longer than any plan", Granted(8, 1, more: int.MaxValue) },
        { "a commit of a later shard", Committed(2, 4, 1, 40, 50) },
        { "a commit of two shards", Committed(2, 3, 1, 30, 45) },
        { "a commit of the next shard's items", Committed(2, 2, 1, 30, 40) },
        { "a commit by another attempt", Committed(2, 3, 2, 30, 40) },
        { "a cut inside a shard", new LedgerEvent.Split(2, 45, 10) },
        { "a cut where another shard begins", new LedgerEvent.Split(2, 40, 5) },
        { "a cut before what is committed", new LedgerEvent.Split(2, 30, 3) },
        { "a cut at a shard's beginning that makes a new one", new LedgerEvent.Split(2, 60, 10) },
        { "a cut beyond the run", new LedgerEvent.Split(2, 70, 7) },
        { "the end of a shard inside it", Ended(3, 1, AttemptEnd.Stopped) },
        { "an adoption of a shard inside it", new LedgerEvent.Adopted(3, 1, 2, Noon) },
        { "its end while there is a rest", Ended(2, 1) },
        { "giving up a shard inside it", new LedgerEvent.Quarantined(4, new ItemRange(40, 50), Broke, Noon) },
    };

    [Theory]
    [MemberData(nameof(NotOfTheRun))]
    public async Task Append_WhatIsNotOfTheRun_IsRejected(string what, LedgerEvent happened)
    {
        await StartRunAsync();
        var outcome = await Ledger.AppendAsync(new JobAppend(Job, 1, 2, [happened]));
        Assert.True(outcome.Status == AppendStatus.Rejected, $"{what}: {outcome}");
    }

    [Fact]
    public async Task Append_ARunThatIsCutAndGrantedAgain_IsReadBackByEveryWriter()
    {
        await StartRunAsync();
        LedgerEvent[] events =
        [
            Committed(2, 3, 1, 30, 34), new LedgerEvent.Split(2, 50, 5), Granted(5, 2, more: 1), new LedgerEvent.Split(5, 68, 10), Granted(10, 1),
            Committed(3, 5, 2, 50, 60), Committed(4, 6, 2, 60, 68), Ended(5, 2), Committed(5, 3, 1, 34, 40), Ended(2, 1, AttemptEnd.Lost), Granted(2, 2, more: 2),
            Committed(6, 4, 2, 40, 50), Ended(2, 2), Granted(7, 1, more: 2),
        ];
        var outcome = await Ledger.AppendAsync(new JobAppend(Job, 1, 2, events));
        Assert.Equal((AppendStatus.Applied, null), (outcome.Status, outcome.Reason));

        Assert.Equal(2, await Ledger.TakeWriterAsync(Job, "other"));
        var condensed = (await Ledger.ReadCondensedHistoryAsync(Job))!;
        Assert.Equal([4L, 6L], condensed.Events.OfType<LedgerEvent.Committed>().Select(commit => commit.Number));
        Assert.Equal([4, 1, 0, 2, 2], condensed.Events.OfType<LedgerEvent.Granted>().Select(granted => granted.More));
        Assert.Equal((6, 48), (condensed.Totals!.Commits, condensed.Totals.Items));
        LedgerEvent[] more = [new LedgerEvent.Adopted(7, 1, 2, Noon), Committed(7, 7, 2, 70, 80), Committed(8, 8, 2, 80, 90), Committed(9, 10, 1, 68, 70)];
        Assert.Equal(AppendStatus.Applied, (await Ledger.AppendAsync(new JobAppend(Job, 2, 1, more))).Status);
        Assert.Equal((8, new ItemRange(80, 90)), (await Ledger.FindPartialAsync(Job, 85)) is { } partial ? (partial.Shard, partial.Range) : default);
    }

    private async Task StartRunAsync()
    {
        await StartAsync(100);
        LedgerEvent[] begin = [new LedgerEvent.Planned(10), Granted(2, 1, more: 4), Committed(1, 2, 1, 20, 30)];
        Assert.Equal(AppendStatus.Applied, (await Ledger.AppendAsync(new JobAppend(Job, 1, 1, begin))).Status);
    }
}
