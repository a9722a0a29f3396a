using ElasticGrains.Client;
using ElasticGrains.Jobs;
using ElasticGrains.Runtime.Diagnostics;
using ElasticGrains.Runtime.Tests.Kernels;
using ElasticGrains.Runtime.Tests.Support;

namespace ElasticGrains.Runtime.Tests.Diagnostics;

/// <summary>What the machines of a real grid were told makes fresh machines do the same.</summary>
public sealed class EventReplayTests : IDisposable
{
    private readonly TestDirectory _logs = new();

    [Fact]
    public async Task Replay_OfAGridWithFailuresSplitsAndCancels_DoesTheSame()
    {
        await using (var grid = await RecordingGridAsync())
        {
            var failures = 0;
            grid.Probes.Of("twice").BeforeItem = item => ThrowWhen(item == 300 && Interlocked.Increment(ref failures) <= 2);
            var retried = await grid.SubmitAsync(new HashInput(600, Probe: "twice"), TestGrid.Eager with { Shards = 1, MaxSlots = 1 });
            Assert.Equal(HashTally.Of(600), await retried.ResultAsync());

            var split = await grid.SubmitAsync(new HashInput(800, Pause: 1), TestGrid.Eager with { Shards = 1 });
            Assert.Equal(HashTally.Of(800), await split.ResultAsync());

            grid.Probes.Of("always").BeforeItem = _ => ThrowWhen(true);
            var failed = await grid.SubmitAsync(new HashInput(10, Probe: "always"), TestGrid.Eager with { MaxAttempts = 2 });
            await Assert.ThrowsAsync<JobFailedException>(() => failed.ResultAsync());

            var cancelled = await grid.SubmitAsync(new HashInput(100_000, Pause: 5));
            await Until.TrueAsync(async () => (await cancelled.StatusAsync()).Committed > 0, "something is committed");
            await cancelled.CancelAsync();
            Assert.Equal(JobPhase.Cancelled, (await cancelled.OutcomeAsync()).Phase);
        }

        var reports = EventReplay.All(_logs.Path);

        Assert.All(reports, report => Assert.Null(report.Difference));
        string[] expected =
        [
            "Activated", "Tick", "Appended", "SlotOffered", "CommitOffered", "Reported", "Ended", "SplitOffered", "CancelRequested", "AnswerReady", "Joined",
            "Granted", "SlotAnswered", "Progressed", "PrefixCut", "RunCompleted", "RunFailed", "CommitAnswered", "ReportAnswered", "EndAnswered",
            "SplitAsked", "Shrunk", "StopAsked", "Requested",
        ];
        Assert.Empty(expected.Except(reports.SelectMany(report => report.Kinds)));
    }

    [Theory]
    [InlineData("an event is lost")]
    [InlineData("an event is another")]
    public async Task Replay_OfALogThatIsNotWhatHappened_SaysWhere(string how)
    {
        await using (var grid = await RecordingGridAsync())
        {
            await (await grid.SubmitAsync(new HashInput(600))).ResultAsync();
        }

        var log = Directory.EnumerateFiles(_logs.Path, "job.*").Single();
        var lines = File.ReadAllLines(log);
        var at = Array.FindIndex(lines, line => line.Contains("\"kind\":\"CommitOffered\"", StringComparison.Ordinal));
        File.WriteAllLines(log, how == "an event is lost"
            ? lines.Where((_, i) => i != at)
            : lines.Select((line, i) => i == at ? line.Replace("\"attempt\":1", "\"attempt\":0", StringComparison.Ordinal) : line));

        Assert.NotNull(EventReplay.One(log).Difference);
    }

    [Fact]
    public async Task Replay_OfALogThatBreaksOffInALine_LeavesThatLineOut()
    {
        await using (var grid = await RecordingGridAsync())
        {
            await (await grid.SubmitAsync(new HashInput(600))).ResultAsync();
        }

        var log = Directory.EnumerateFiles(_logs.Path, "job.*").Single();
        var whole = EventReplay.One(log);
        using (var file = File.OpenWrite(log))
        {
            file.SetLength(file.Length - 10);
        }

        var broken = EventReplay.One(log);

        Assert.Null(broken.Difference);
        Assert.Equal(whole.Kinds.SkipLast(1), broken.Kinds);
    }

    private Task<TestGrid> RecordingGridAsync() => TestGrid.StartAsync(configure: builder => builder.RecordEventsTo = _logs.Path);

    private static void ThrowWhen(bool itIsTime)
    {
        if (itIsTime)
        {
            throw new TimeoutException("the disk is slow");
        }
    }

    public void Dispose() => _logs.Dispose();
}
