using ElasticGrains.Ledger;
using ElasticGrains.Runtime.Output;
using ElasticGrains.Runtime.Tests.Support;
using Microsoft.Extensions.Logging.Abstractions;

namespace ElasticGrains.Runtime.Tests.Output;

public sealed class OutputWriterTests
{
    private static readonly OutputLimits Patient = OutputLimits.Default with { Interval = TimeSpan.FromDays(1), IntervalAtEnd = TimeSpan.FromMilliseconds(1) };

    private readonly RecordingLog _log = new();

    [Fact]
    public async Task Lines_OfARunningAttempt_AreWrittenOncePerInterval()
    {
        using var writer = Start(Patient);
        using var output = new AttemptOutput("job", () => (0, 1), writer, Patient, TimeProvider.System);
        output.WriteLine(LogStream.Out, "first");
        await Until.TrueAsync(() => _log.Appends == 1, "the first line is written at once");
        Enumerable.Range(0, 50).ToList().ForEach(i => output.WriteLine(LogStream.Out, $"{i}"));
        await writer.StopAsync();

        Assert.Equal((2, 51), (_log.Appends, _log.Lines.Count));
    }

    [Fact]
    public async Task Lines_OfAnAttemptThatEnds_AreWrittenSoon()
    {
        using var writer = Start(Patient);
        using (var output = new AttemptOutput("job", () => (0, 1), writer, Patient, TimeProvider.System))
        {
            output.WriteLine(LogStream.Out, "first");
            await Until.TrueAsync(() => _log.Appends == 1, "the first line is written at once");
            output.WriteLine(LogStream.Out, "last");
        }

        await Until.TrueAsync(() => _log.Lines.Count == 2, "the last line is written");
        await writer.StopAsync();
    }

    [Fact]
    public async Task Lines_ThatTheLedgerCouldNotTake_AreWrittenLater()
    {
        var limits = Patient with { Interval = TimeSpan.FromMilliseconds(5) };
        _log.Trouble = new LedgerUnavailableException("away");
        using var writer = Start(limits);
        using var output = new AttemptOutput("job", () => (0, 1), writer, limits, TimeProvider.System);
        output.WriteLine(LogStream.Out, "one");
        output.WriteLine(LogStream.Out, "two");
        _log.Trouble = null;

        await Until.TrueAsync(() => _log.Lines.Count == 2, "both lines are written");
        Assert.Equal(["one", "two"], _log.Texts);
        await writer.StopAsync();
    }

    private OutputWriter Start(OutputLimits limits)
    {
        var writer = new OutputWriter(_log, limits, TimeProvider.System, NullLogger<OutputWriter>.Instance);
        writer.Start();
        return writer;
    }
}
