using ElasticGrains.Engine.History;
using ElasticGrains.Ledger;
using static ElasticGrains.Storage.Tests.Events;

namespace ElasticGrains.Storage.Tests.Ledger;

/// <summary>What a store reads of one shard.</summary>
public abstract class ShardRecordContract : IAsyncLifetime
{
    private const string Job = "job";

    // Shards 2 to 6 are a run; it is cut before shard 5, and of the last of the second part shard 10 is split off.
    private static readonly LedgerEvent[] History =
    [
        new LedgerEvent.Planned(10), Granted(0, 1), Granted(2, 1, more: 4), Committed(1, 2, 1, 20, 30), Committed(2, 3, 1, 30, 35),
        new LedgerEvent.Split(2, 50, 5) { When = Noon, Why = LedgerReasons.FreeSlot }, Granted(5, 2, more: 1), Committed(3, 3, 1, 35, 40), Committed(4, 5, 2, 50, 55),
        new LedgerEvent.Split(5, 65, 10) { When = Noon, Why = LedgerReasons.Recalled }, Granted(10, 1), Committed(5, 10, 1, 65, 70), Ended(10, 1),
        Ended(5, 2, AttemptEnd.Failed), Ended(0, 1, AttemptEnd.Lost), Granted(0, 2), Failed(),
    ];

    protected IJobLedger Ledger { get; private set; } = null!;

    private ILedgerReader Reader { get; set; } = null!;

    protected abstract Task<(IJobLedger Ledger, ILedgerReader Reader)> OpenAsync();

    protected abstract Task CloseAsync();

    public async Task InitializeAsync() => (Ledger, Reader) = await OpenAsync();

    public Task DisposeAsync() => CloseAsync();

    // Sequence 1 is the acceptance, 2 the writer; the events above begin with 3.
    [Theory]
    [InlineData(0, 0, 10, 0, new long[] { 2, 3, 4, 17, 18, 19 })]
    [InlineData(3, 30, 40, 10, new long[] { 2, 3, 5, 8, 19 })]
    [InlineData(5, 50, 60, 5, new long[] { 2, 3, 5, 8, 9, 12, 16, 19 })]
    [InlineData(6, 60, 65, 0, new long[] { 2, 3, 5, 8, 9, 12, 16, 19 })]
    [InlineData(8, 80, 90, 0, new long[] { 2, 3, 19 })]
    [InlineData(10, 65, 70, 5, new long[] { 2, 3, 12, 13, 15, 19 })]
    public async Task Read_OfAShard_HasItsEventsAndThoseOfItsRuns(int shard, long start, long end, long committed, long[] sequences)
    {
        await WriteAsync(History);

        var record = (await Reader.ReadShardAsync(Job, shard))!;

        Assert.True(record.Exists);
        Assert.Equal((new ItemRange(start, end), committed, 10, 11), (record.Range, record.Committed, record.PlannedShards, record.Shards));
        Assert.Equal(sequences, record.Events.Select(it => it.Sequence));
        var all = (await Ledger.ReadHistoryAsync(Job))!.Events;
        Assert.Equal(Story(sequences.Select(sequence => all[(int)sequence - 1])), Story(record.Events.Select(it => it.Event)));
    }

    [Fact]
    public async Task Read_OfAShardWithCommits_HasThemTogetherByAttempt()
    {
        await WriteAsync(History);

        Assert.Equal(
            [new AttemptCommits(1, Sequence: 10, 2, new ItemRange(30, 40), 16, 2, 3, Noon.AddSeconds(2), Noon.AddSeconds(3))], (await Reader.ReadShardAsync(Job, 3))!.Commits);
        Assert.Empty((await Reader.ReadShardAsync(Job, 6))!.Commits);
    }

    [Fact]
    public async Task Read_OfWhatIsNotThere_SaysSo()
    {
        Assert.Null(await Reader.ReadShardAsync(Job, 0));
        await WriteAsync(History);

        Assert.False((await Reader.ReadShardAsync(Job, 11))!.Exists);
    }

    [Fact]
    public async Task Read_OfOneOfManyShards_ReadsThatOne()
    {
        const int Many = 2000;
        await WriteAsync([new LedgerEvent.Planned(Many), .. Enumerable.Range(0, Many).SelectMany(shard => (LedgerEvent[])[Granted(shard, 1), Ended(shard, 1, AttemptEnd.Failed)])], items: Many);

        var record = (await Reader.ReadShardAsync(Job, 1234))!;

        Assert.Equal(4, record.Events.Count);
        Assert.Equal([1234, 1234], [((LedgerEvent.Granted)record.Events[2].Event).Shard, ((LedgerEvent.AttemptEnded)record.Events[3].Event).Shard]);
    }

    private async Task WriteAsync(LedgerEvent[] events, long items = 100)
    {
        await Ledger.AcceptAsync(Accepted(Job, items));
        var epoch = await Ledger.TakeWriterAsync(Job, "me");
        Assert.Equal(new AppendOutcome(AppendStatus.Applied, epoch), await Ledger.AppendAsync(new JobAppend(Job, epoch, 1, events)));
    }
}
