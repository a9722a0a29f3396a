using ElasticGrains.Ledger;
using static ElasticGrains.Storage.Tests.Events;

namespace ElasticGrains.Storage.Tests.Ledger;

/// <summary>What every job log promises; each implementation inherits these tests.</summary>
public abstract class JobLogContract : IAsyncLifetime
{
    private const string Job = "job";
    private const long NoLimit = long.MaxValue;

    protected IJobLedger Ledger { get; private set; } = null!;

    protected IJobLog Log { get; private set; } = null!;

    protected abstract Task<(IJobLedger Ledger, IJobLog Log)> OpenAsync();

    protected abstract Task CloseAsync();

    public async Task InitializeAsync()
    {
        (Ledger, Log) = await OpenAsync();
        await Ledger.AcceptAsync(Accepted(Job, 10));
    }

    public Task DisposeAsync() => CloseAsync();

    [Fact]
    public async Task Append_OfLines_IsReadBackInOrder()
    {
        LogLine[] lines =
        [
            new(7, 2, Noon, LogStream.Out, "späte \"Läufe\" 🚀\t\x1b[31m"), new(0, long.MaxValue, Noon.AddTicks(1), LogStream.Error, ""),
            new(int.MaxValue, 1, Noon, LogStream.Trace, "a\0b\uD83D"), new(7, 2, Noon.AddHours(-1), LogStream.Notice, "… 3 lines dropped"),
        ];
        Assert.Equal(2, await Log.AppendAsync(Job, lines[..2], NoLimit));
        Assert.Equal(1, await Log.AppendAsync(Job, lines[2..], NoLimit));

        var read = await ReadAsync();

        Assert.Equal(lines, read.Select(line => line with { Number = 0 }));
        Assert.Equal("a\uFFFDb\uFFFD", read[2].Text);
        Assert.Equal([1L, 2, 3, 4], read.Select(line => line.Number));
    }

    [Fact]
    public async Task Append_ToAJobThatIsNotThere_KeepsNothing()
    {
        Assert.Equal(0, await Log.AppendAsync("nobody", [Line(0), Line(0) with { Stream = LogStream.Notice }], NoLimit));
        Assert.Empty(await Log.ReadAsync("nobody", new LogQuery()));
    }

    [Fact]
    public async Task Append_BeyondTheLimit_KeepsTheFirstAndTheNotices()
    {
        var limit = 2 * Line(0).Bytes;
        var notice = new LogLine(0, 1, Noon, LogStream.Notice, new string('n', 1000));
        Assert.Equal(1, await Log.AppendAsync(Job, [notice, Line(0)], limit));
        Assert.Equal(1, await Log.AppendAsync(Job, [Line(1), Line(2), notice], limit));
        Assert.Equal(0, await Log.AppendAsync(Job, [Line(3)], limit));

        Assert.Equal([0, 0, 1, 0], (await ReadAsync()).Select(line => line.Shard));
    }

    [Fact]
    public async Task Append_OfALineThatDoesNotFit_IsTheLast()
    {
        var limit = 2 * Line(0).Bytes;
        var large = new LogLine(1, 1, Noon, LogStream.Out, new string('x', 200));
        Assert.Equal(1, await Log.AppendAsync(Job, [Line(0), large, Line(2)], limit));
        Assert.Equal([0], (await ReadAsync()).Select(line => line.Shard));
    }

    [Fact]
    public async Task Read_WithAQuery_AnswersThatPartInPages()
    {
        await Log.AppendAsync(Job, [.. Enumerable.Range(0, 30).Select(i => Line(i % 3) with { Attempt = 1 + (i % 2) })], NoLimit);

        Assert.Equal(10, (await Log.ReadAsync(Job, new LogQuery { Shard = 2 })).Count(line => line.Shard == 2));
        Assert.Equal(15, (await Log.ReadAsync(Job, new LogQuery { Attempt = 2 })).Count(line => line.Attempt == 2));
        var both = new LogQuery { Shard = 1, Attempt = 2, Max = 2 };
        Assert.Equal([2L, 8], (await Log.ReadAsync(Job, both)).Select(line => line.Number));
        Assert.Equal([14L, 20], (await Log.ReadAsync(Job, both with { After = 8 })).Select(line => line.Number));
        Assert.Equal([26L], (await Log.ReadAsync(Job, both with { After = 20 })).Select(line => line.Number));
    }

    [Fact]
    public async Task Read_BehindTheLastNumber_MissesNoneOfManyWriters()
    {
        const int Writers = 8;
        const int Each = 25;
        var writing = Task.WhenAll(Enumerable.Range(0, Writers).Select(async writer =>
        {
            for (var i = 0; i < Each; i++)
            {
                Assert.Equal(2, await Log.AppendAsync(Job, [Line(writer), Line(writer)], NoLimit));
            }
        }));
        var read = new List<LogLine>();
        for (var isLast = false; !isLast;)
        {
            isLast = writing.IsCompleted;
            read.AddRange(await Log.ReadAsync(Job, new LogQuery { After = read.Count == 0 ? 0 : read[^1].Number }));
        }

        await writing;
        Assert.Equal(Writers, read.Select(line => line.Shard).Distinct().Count());
        Assert.All(read.GroupBy(line => line.Shard), lines => Assert.Equal(2 * Each, lines.Count()));
    }

    [Fact]
    public async Task Purge_OfAJob_ForgetsItsLog()
    {
        await Log.AppendAsync(Job, [Line(0)], NoLimit);
        await Ledger.TakeWriterAsync(Job, "me");
        await Ledger.AppendAsync(new JobAppend(Job, 1, 1, [Failed()]));
        Assert.Equal(1, await Ledger.PurgeAsync([Job]));
        Assert.Equal(0, await Log.AppendAsync(Job, [Line(1)], NoLimit));

        await Ledger.AcceptAsync(Accepted(Job, 20));
        Assert.Empty(await ReadAsync());
        await Log.AppendAsync(Job, [Line(2)], NoLimit);
        Assert.Equal((2, 1L), (await ReadAsync()).Select(line => (line.Shard, line.Number)).Single());
    }

    private static LogLine Line(int shard) => new(shard, 1, Noon, LogStream.Out, $"line of shard {shard}");

    private Task<IReadOnlyList<LogLine>> ReadAsync() => Log.ReadAsync(Job, new LogQuery());
}
