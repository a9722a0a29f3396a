using ElasticGrains.Cli.Tests.Support;
using ElasticGrains.Ledger;
using ElasticGrains.Storage.Local;

namespace ElasticGrains.Cli.Tests;

/// <summary><c>eg job logs</c> of a job whose process is gone.</summary>
public sealed class JobLogsTests : IDisposable
{
    private readonly Scratch _scratch = new();

    [Fact]
    public async Task Logs_OfAJobThatWroteNothing_SaySoInOneLine()
    {
        await RunAsync();

        var logs = await LogsAsync();
        Assert.Equal(("", 1), (logs.Out, logs.Error.Trim().Split('\n').Length));
        Assert.Contains("the log of job one is empty", logs.Error, StringComparison.Ordinal);
        Assert.Contains("no such lines", (await LogsAsync("--attempt", "7")).Error, StringComparison.Ordinal);
        (await Eg.RunAsync(_scratch, "job", "logs", "two")).Says(2, "there is no job 'two'");
        (await Eg.RunAsync(_scratch, "job", "logs", "one", "--shard", "4")).Says(2, "numbered from 0");
    }

    [Fact]
    public async Task Logs_OfAJob_ShowWhatWasWrittenByShardAndAttempt()
    {
        await RunAsync();
        await using (var state = StateDirectory.OpenOwned(Path.Combine(_scratch.Directory, ".eg", "one"), TimeProvider.System, "test"))
        {
            LogLine[] lines = [Line(3, 1, "hello"), Line(0, 1, "other"), Line(3, 2, "again") with { Stream = LogStream.Error }];
            Assert.Equal(3, await state.Log.AppendAsync("one", lines, long.MaxValue));
        }

        Assert.Equal(["shard 3 attempt 1 | hello", "shard 0 attempt 1 | other", "shard 3 attempt 2 | again"], Lines(await LogsAsync("-f")));
        Assert.Equal(["shard 3 attempt 2 | again"], Lines(await LogsAsync("--shard", "3", "--attempt", "2")));
        var story = Lines(await LogsAsync("--shard", "3"));
        Assert.Matches("^shard 3 attempt 1 began on .*, slot [0-9]+", story[0]);
        Assert.Matches("^shard 3 attempt 1 (completed|ended with the job)$", story[1]);
        Assert.Equal(["shard 3 attempt 1 | hello", "shard 3 attempt 2 | again"], story[2..]);
        var json = Lines(await LogsAsync("--attempt", "2", "-o", "json")).Select(line => new EgResult(0, line, "").Json).Single();
        Assert.Equal(("error", "again", 3, 3L), (
            json.GetProperty("kind").GetString(), json.GetProperty("text").GetString(), json.GetProperty("shard").GetInt32(), json.GetProperty("number").GetInt64()));
        Assert.Equal(At, json.GetProperty("at").GetDateTimeOffset());
    }

    private static DateTimeOffset At { get; } = TimeProvider.System.GetUtcNow().AddHours(1);

    private static LogLine Line(int shard, long attempt, string text) => new(shard, attempt, At, LogStream.Out, text);

    private static string[] Lines(EgResult result) => result.Out.Split('\n', StringSplitOptions.RemoveEmptyEntries);

    private async Task RunAsync() => (await Eg.RunAsync(_scratch, "run", "squares", "--items", "1000", "--shards", "4", "--slots", "4", "--id", "one")).Succeeds();

    private async Task<EgResult> LogsAsync(params string[] options) => (await Eg.RunAsync(_scratch, ["job", "logs", "one", .. options])).Succeeds();

    public void Dispose() => _scratch.Dispose();
}
