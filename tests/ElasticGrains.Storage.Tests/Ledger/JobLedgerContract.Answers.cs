using ElasticGrains.Blocks;
using ElasticGrains.Jobs;
using ElasticGrains.Ledger;
using static ElasticGrains.Storage.Tests.Events;

namespace ElasticGrains.Storage.Tests.Ledger;

/// <summary>Answers of earlier jobs, and jobs that have them.</summary>
public abstract partial class JobLedgerContract
{
    private const string Key = "0123456789abcdef0123456789abcdef";

    [Fact]
    public async Task FindAnswer_OfAKeyThatNobodyHas_IsNothing()
    {
        await AcceptAsync("plain", key: null);
        await EndAsync("plain", Succeeded());
        Assert.Null(await Ledger.FindAnswerAsync(Key));
    }

    [Fact]
    public async Task FindAnswer_OfAJob_IsThereOnceItSucceeded()
    {
        await AcceptAsync("first", Key);
        Assert.Null(await Ledger.FindAnswerAsync(Key));
        Assert.Equal(AppendStatus.Applied, (await Ledger.AppendAsync(new JobAppend("first", 1, 1, [new LedgerEvent.Planned(1), Granted(0, 1), Committed(1, 0, 1, 0, 10), Ended(0, 1)]))).Status);
        Assert.Null(await Ledger.FindAnswerAsync(Key));
        Assert.Equal(AppendStatus.Applied, (await Ledger.AppendAsync(new JobAppend("first", 1, 2, [Succeeded("{\"a\": [1]}")]))).Status);

        var answer = (await Ledger.FindAnswerAsync(Key))!;

        Assert.Equal(new AnswerSource("first", Noon), answer.Source);
        Assert.Equal(Story([Succeeded("{\"a\": [1]}")]), Story([answer.End]));
        Assert.Null(await Ledger.FindAnswerAsync(Key.ToUpperInvariant()));
        Assert.True(Assert.Single(await Ledger.ListAsync()) is { UsesCache: true, IsCopied: false, Committed: 10 });
    }

    [Fact]
    public async Task FindAnswer_OfJobsThatDidNotSucceed_IsNothing()
    {
        await AcceptAsync("failed", Key);
        await Ledger.AppendAsync(new JobAppend("failed", 1, 1, [new LedgerEvent.Planned(1), Failed()]));
        await AcceptAsync("cancelled", Key);
        await Ledger.AppendAsync(new JobAppend("cancelled", 1, 1, [new LedgerEvent.Planned(1), new LedgerEvent.Finished(new JobOutcome { Phase = JobPhase.Cancelled }, null, Noon)]));
        Assert.Null(await Ledger.FindAnswerAsync(Key));

        await Ledger.ReopenAsync("failed", "me");
        await Ledger.AppendAsync(new JobAppend("failed", 2, 1, [Granted(0, 1), Committed(1, 0, 1, 0, 10), Ended(0, 1), Succeeded()]));
        Assert.Equal("failed", (await Ledger.FindAnswerAsync(Key))!.Source.JobId);
    }

    [Fact]
    public async Task FindAnswer_OfSeveralJobs_IsThatOfTheLastToSucceedThatIsThere()
    {
        foreach (var id in (string[])["first", "second", "third"])
        {
            await AcceptAsync(id, Key);
            await EndAsync(id, id == "third" ? Failed() : (LedgerEvent.Finished)Succeeded() with { At = Noon.AddHours(id == "first" ? 3 : 2) });
        }

        Assert.Equal("first", (await Ledger.FindAnswerAsync(Key))!.Source.JobId);
        await Ledger.PurgeAsync(["first"]);
        Assert.Equal("second", (await Ledger.FindAnswerAsync(Key))!.Source.JobId);
        await Ledger.PurgeAsync(["second"]);
        Assert.Null(await Ledger.FindAnswerAsync(Key));
    }

    [Fact]
    public async Task FindAnswer_InABlock_NamesTheBlock()
    {
        var block = new BlockHandle("7", 600_000, ulong.MaxValue - 1);
        await AcceptAsync("first", Key);
        await EndAsync("first", Succeeded(block));
        Assert.Equal(block, (await Ledger.FindAnswerAsync(Key))!.End.Outcome.ResultBlock);
    }

    [Fact]
    public async Task AcceptAsWriter_WithTheAnswerOfAnother_EndsTheJobAtOnce()
    {
        await AcceptAsync("first", Key);
        await EndAsync("first", Succeeded());
        var end = (LedgerEvent.Finished)Succeeded() with { CopiedFrom = new AnswerSource("first", Noon) };
        var writer = new LedgerEvent.WriterTaken(1, "me", Noon);
        var first = new JobAppend(Job, 1, 1, [end]);

        Assert.Equal(AcceptOutcome.Accepted, await Ledger.AcceptAsWriterAsync(Accepted(Job, 10) with { CacheKey = Key }, writer, first));

        Assert.Equal(AppendStatus.Duplicate, (await Ledger.AppendAsync(first)).Status);
        foreach (var history in (JobHistory?[])[await Ledger.ReadHistoryAsync(Job), await Ledger.ReadCondensedHistoryAsync(Job)])
        {
            Assert.Equal(Key, Assert.IsType<LedgerEvent.Accepted>(history!.Events[0]).CacheKey);
            Assert.Equal(writer, history.Events[1]);
            Assert.Equal(end.CopiedFrom, Assert.IsType<LedgerEvent.Finished>(history.Events[2]).CopiedFrom);
            Assert.Equal(3, history.Events.Count);
        }

        Assert.True((await Ledger.FindAsync(Job))!.Entry is { UsesCache: true, IsCopied: true, Phase: JobPhase.Succeeded, Items: 10, Committed: 10 });
        Assert.Equal(Job, (await Ledger.FindAnswerAsync(Key))!.Source.JobId);
        Assert.Empty(await Ledger.ListUnfinishedAsync());
        Assert.Equal(ReopenOutcome.Succeeded, await Ledger.ReopenAsync(Job, "other"));
        Assert.Equal(1, await Ledger.TakeWriterAsync(Job, "other"));
    }

    [Fact]
    public async Task AcceptAsWriter_WithTheAnswerOfAnotherBehindAPlan_IsRefused()
    {
        var end = (LedgerEvent.Finished)Succeeded() with { CopiedFrom = new AnswerSource("first", Noon) };
        var first = new JobAppend(Job, 1, 1, [new LedgerEvent.Planned(1), end]);
        await Assert.ThrowsAsync<ArgumentException>(() => Ledger.AcceptAsWriterAsync(Accepted(Job, 10), new LedgerEvent.WriterTaken(1, "me", Noon), first));
        Assert.Null(await Ledger.FindAsync(Job));
    }

    private async Task AcceptAsync(string id, string? key)
    {
        await Ledger.AcceptAsync(Accepted(id, 10) with { CacheKey = key });
        await Ledger.TakeWriterAsync(id, "me");
    }

    private async Task EndAsync(string id, LedgerEvent end) => Assert.Equal(
        AppendStatus.Applied,
        (await Ledger.AppendAsync(new JobAppend(id, 1, 1, [new LedgerEvent.Planned(1), Granted(0, 1), Committed(1, 0, 1, 0, 10), Ended(0, 1), end]))).Status);
}
