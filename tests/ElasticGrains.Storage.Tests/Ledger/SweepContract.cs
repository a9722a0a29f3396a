using ElasticGrains.Blocks;
using ElasticGrains.Inputs;
using ElasticGrains.Ledger;
using static ElasticGrains.Storage.Tests.Events;

namespace ElasticGrains.Storage.Tests.Ledger;

/// <summary>What every block store promises of blocks that nothing in its ledger refers to; each implementation inherits these tests.</summary>
public abstract class SweepContract : IAsyncLifetime
{
    private const string Job = "job";

    private (IJobLedger Ledger, IBlockStore Blocks) _store;

    protected abstract Task<(IJobLedger Ledger, IBlockStore Blocks)> OpenAsync();

    protected abstract Task CloseAsync();

    public async Task InitializeAsync() => _store = await OpenAsync();

    public Task DisposeAsync() => CloseAsync();

    [Fact]
    public async Task Sweep_OfAJobThatHasEnded_KeepsWhatCommitsAndCapturedInputsReferTo()
    {
        var (committed, captured, orphan) = (await PutAsync(1), await PutAsync(2), await PutAsync(1_500_000));
        var ofAnother = await _store.Blocks.PutAsync("other", new byte[10]);
        await BeginAsync(committed);
        await AppendAsync(2, GivenUp(captured), Failed());

        Assert.Equal(1, await _store.Blocks.SweepAsync(Job));

        await AssertGoneAsync(orphan);
        Assert.Equal(1, (await _store.Blocks.GetAsync(Job, committed)).Length);
        Assert.Equal(2, (await _store.Blocks.GetAsync(Job, captured)).Length);
        Assert.Equal(10, (await _store.Blocks.GetAsync("other", ofAnother)).Length);
        Assert.Equal(0, await _store.Blocks.SweepAsync(Job));
    }

    [Fact]
    public async Task Sweep_OfAJobWhoseAnswerIsABlock_KeepsIt()
    {
        var (committed, answer, orphan) = (await PutAsync(1), await PutAsync(4), await PutAsync(5));
        await BeginAsync(committed);
        await AppendAsync(2, Granted(0, 2), Committed(2, 0, 2, 4, 10), Ended(0, 2), Granted(1, 1), Committed(3, 1, 1, 10, 20), Ended(1, 1), Succeeded(answer));

        Assert.Equal(1, await _store.Blocks.SweepAsync(Job));

        await AssertGoneAsync(orphan);
        Assert.Equal(4, (await _store.Blocks.GetAsync(Job, answer)).Length);
    }

    [Fact]
    public async Task Sweep_OfAJobThatRunsOrIsOpenedAgain_KeepsAll()
    {
        var (committed, open) = (await PutAsync(1), await PutAsync(3));
        await BeginAsync(committed);

        Assert.Equal(0, await _store.Blocks.SweepAsync(Job));
        await AppendAsync(2, GivenUp(block: null), Failed());
        Assert.Equal(ReopenOutcome.Reopened, await _store.Ledger.ReopenAsync(Job, "again"));
        Assert.Equal(0, await _store.Blocks.SweepAsync(Job));
        Assert.Equal(0, await _store.Blocks.SweepAsync("nobody"));

        Assert.Equal(3, (await _store.Blocks.GetAsync(Job, open)).Length);
    }

    [Fact]
    public async Task Sweep_OfAJobThatWasPurged_ForgetsWhatCameLater()
    {
        await BeginAsync(await PutAsync(1));
        await AppendAsync(2, GivenUp(block: null), Failed());
        Assert.Equal(1, await _store.Ledger.PurgeAsync([Job]));
        var (late, ofAnother) = (await PutAsync(3), await _store.Blocks.PutAsync("other", new byte[10]));

        Assert.Equal(1, await _store.Blocks.SweepAsync(Job));

        await AssertGoneAsync(late);
        Assert.Equal(10, (await _store.Blocks.GetAsync("other", ofAnother)).Length);
    }

    [Fact]
    public async Task Sweep_OfManyBlocksLargeAndSmall_ForgetsAll()
    {
        await BeginAsync(await PutAsync(1));
        await AppendAsync(2, GivenUp(block: null), Failed());
        int[] lengths = [0, 9, 35 << 20, 9 << 20, 8 << 20, 16 << 20, 7];
        var orphans = new List<BlockHandle>();
        foreach (var length in lengths)
        {
            orphans.Add(await PutAsync(length));
        }

        Assert.Equal(lengths.Length, await _store.Blocks.SweepAsync(Job));

        foreach (var orphan in orphans)
        {
            await AssertGoneAsync(orphan);
        }
    }

    [Fact]
    public async Task History_OfARangeThatWasGivenUp_HasWhatIsKeptOfItsInput()
    {
        var captured = await PutAsync(2);
        await BeginAsync(await PutAsync(1));
        await AppendAsync(2, GivenUp(captured), Failed());

        var read = (await _store.Ledger.ReadCondensedHistoryAsync(Job))!.Events.OfType<LedgerEvent.Quarantined>().Single();

        Assert.Equal(GivenUp(captured), read);
    }

    [Fact]
    public async Task Purge_OfAJob_ForgetsTheInputThatWasCaptured()
    {
        var captured = await PutAsync(2);
        await BeginAsync(await PutAsync(1));
        await AppendAsync(2, GivenUp(captured), Failed());

        Assert.Equal(1, await _store.Ledger.PurgeAsync([Job]));

        await AssertGoneAsync(captured);
    }

    private async Task BeginAsync(BlockHandle committed)
    {
        await _store.Ledger.AcceptAsync(Accepted(Job, 20));
        await _store.Ledger.TakeWriterAsync(Job, "me");
        await AppendAsync(1, new LedgerEvent.Planned(2), Granted(0, 1), Committed(1, 0, 1, 0, 4, committed), Ended(0, 1, AttemptEnd.Failed));
    }

    private static LedgerEvent.Quarantined GivenUp(BlockHandle? block) =>
        new(0, new ItemRange(4, 10), Broke, Noon) { Input = new CapturedInput(new ItemRange(4, 9), Noon) { Block = block, Reason = "a part of it" } };

    private async Task AppendAsync(long version, params LedgerEvent[] events)
    {
        var outcome = await _store.Ledger.AppendAsync(new JobAppend(Job, 1, version, events));
        Assert.True(outcome.Status == AppendStatus.Applied, $"{outcome}");
    }

    private Task<BlockHandle> PutAsync(int length) => _store.Blocks.PutAsync(Job, new byte[length]);

    // Read without the cache of the store that wrote it: another length is not in there.
    private async Task AssertGoneAsync(BlockHandle block)
    {
        var error = await Assert.ThrowsAsync<BlockCorruptException>(() => _store.Blocks.GetAsync(Job, block with { Length = block.Length + 1 }));
        Assert.Contains("is missing", error.Message, StringComparison.Ordinal);
    }
}
