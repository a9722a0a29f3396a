using ElasticGrains.Ledger;
using ElasticGrains.Runtime.Output;
using ElasticGrains.Runtime.Tests.Support;
using Microsoft.Extensions.Logging.Abstractions;

namespace ElasticGrains.Runtime.Tests.Output;

public sealed class AttemptOutputTests
{
    private readonly RecordingLog _log = new();
    private OutputLimits _limits = OutputLimits.Default;
    private (int Shard, long Attempt) _at = (3, 1);

    [Fact]
    public async Task Write_InPieces_MakesLines()
    {
        await WritingAsync(output =>
        {
            output.Write(LogStream.Out, "on");
            output.Write(LogStream.Error, "apart\n");
            output.Write(LogStream.Out, "e\n\ntwo\r\nth");
            output.WriteLine(LogStream.Out, "ree");
            output.Write(LogStream.Out, "without end");
        });

        Assert.Equal(["apart", "one", "", "two", "three", "without end"], _log.Texts);
        Assert.All(_log.Lines, line => Assert.Equal((3, 1L, line.Text == "apart" ? LogStream.Error : LogStream.Out), (line.Shard, line.Attempt, line.Stream)));
    }

    [Theory]
    [InlineData("123456789", "12345678… (1 character cut)")]
    [InlineData("12345678", "12345678")]
    [InlineData("1234567🚀89", "1234567… (4 characters cut)")]
    public async Task Write_OfALongLine_CutsItOff(string line, string kept)
    {
        _limits = _limits with { LineLength = 8 };
        await WritingAsync(output =>
        {
            output.Write(LogStream.Out, line.AsSpan(0, 5));
            output.WriteLine(LogStream.Out, line.AsSpan(5));
            output.WriteLine(LogStream.Out, "next");
        });

        Assert.Equal([kept, "next"], _log.Texts);
    }

    [Fact]
    public async Task Write_InAnotherShard_EndsTheLine()
    {
        await WritingAsync(output =>
        {
            output.Write(LogStream.Out, "three");
            _at = (4, 1);
            output.WriteLine(LogStream.Out, "four");
        });

        Assert.Equal([(3, "three"), (4, "four")], _log.Lines.Select(line => (line.Shard, line.Text)));
    }

    [Fact]
    public async Task Write_BeyondTheLimitOfAnAttempt_SaysHowManyLinesWereDropped()
    {
        _limits = _limits with { AttemptBytes = 3 * LogLine.BytesOf("line 0") };
        await WritingAsync(output =>
        {
            Enumerable.Range(0, 1500).ToList().ForEach(i => output.WriteLine(LogStream.Out, $"line {i}"));
            _at = (4, 1);
            output.WriteLine(LogStream.Out, "of the next");
        });

        Assert.Equal(["line 0", "line 1", "line 2", "… 1,497 lines dropped: of an attempt at a shard 114 bytes are kept", "of the next"], _log.Texts);
        Assert.Equal((3, LogStream.Notice), (_log.Lines[3].Shard, _log.Lines[3].Stream));
    }

    [Fact]
    public async Task Write_BeyondTheLimitOfTheJob_SaysSoAtTheEndOfTheAttempt()
    {
        _limits = _limits with { JobBytes = 2 * LogLine.BytesOf("one"), BatchLines = 1 };
        var writer = Writer();
        using (var output = Output(writer))
        {
            foreach (var text in (string[])["one", "two", "six", "ten"])
            {
                output.WriteLine(LogStream.Out, text);
            }

            await writer.StopAsync();
            Assert.Equal(["one", "two"], _log.Texts);
            output.WriteLine(LogStream.Out, "too late");
        }

        await writer.StopAsync();
        Assert.Equal(["one", "two", "… 3 lines dropped: of a job 70 bytes are kept"], _log.Texts);
    }

    [Fact]
    public async Task Write_WhileTheLedgerIsAway_KeepsABoundedNumberForLater()
    {
        _limits = _limits with { WaitingBytes = 2 * LogLine.BytesOf("a") };
        _log.Trouble = new LedgerUnavailableException("away");
        var writer = Writer();
        using (var output = Output(writer))
        {
            "abcd".ToList().ForEach(letter => output.WriteLine(LogStream.Out, [letter]));
            await writer.StopAsync();
            Assert.Empty(_log.Lines);
            _log.Trouble = null;
            await writer.StopAsync();
            output.WriteLine(LogStream.Out, "e");
        }

        await writer.StopAsync();
        Assert.Equal(["a", "b", "… 2 lines dropped: they came faster than the ledger took them", "e"], _log.Texts);
    }

    [Fact]
    public async Task Write_OfLinesThatTheLedgerRefuses_IsSaidWhenItTakesThemAgain()
    {
        _log.Trouble = new InvalidOperationException("no");
        var writer = Writer();
        using (var output = Output(writer))
        {
            output.WriteLine(LogStream.Out, "lost");
            await writer.StopAsync();
            _log.Trouble = null;
        }

        await writer.StopAsync();
        Assert.Equal(["… 1 line dropped: the ledger refused them; the silo's log says why"], _log.Texts);
    }

    [Fact]
    public async Task Write_AfterTheEnd_IsNotKept()
    {
        var writer = Writer();
        var output = Output(writer);
        output.Dispose();
        output.WriteLine(LogStream.Out, "a ghost");

        await writer.StopAsync();
        Assert.Empty(_log.Lines);
    }

    [Fact]
    public async Task Write_ByManyThreads_KeepsEveryLineWhole()
    {
        await WritingAsync(output => Parallel.For(0, 1000, i => AttemptOutput.Current!.WriteLine(LogStream.Out, $"line {i}")));

        Assert.Equal(Enumerable.Range(0, 1000).Select(i => $"line {i}").Order(StringComparer.Ordinal), _log.Texts.Order(StringComparer.Ordinal));
        Assert.Null(AttemptOutput.Current);
    }

    private async Task WritingAsync(Action<AttemptOutput> write)
    {
        var writer = Writer();
        using (var output = Output(writer).Open())
        {
            write(output);
        }

        await writer.StopAsync();
    }

    private OutputWriter Writer() => new(_log, _limits, TimeProvider.System, NullLogger<OutputWriter>.Instance);

    private AttemptOutput Output(OutputWriter writer) => new("job", () => _at, writer, _limits, TimeProvider.System);
}
