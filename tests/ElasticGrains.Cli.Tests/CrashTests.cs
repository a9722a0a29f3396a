using ElasticGrains.Cli.Tests.Support;
using ElasticGrains.Runtime.Diagnostics;

namespace ElasticGrains.Cli.Tests;

/// <summary>Processes that die, freeze or are stopped in mid-job.</summary>
public sealed class CrashTests : IDisposable
{
    private static readonly string[] Often = ["--commit-interval", "50ms", "--state", "s"];

    private readonly Scratch _scratch = new();

    [Fact]
    public async Task Run_KilledInMidJobAndResumed_GivesTheAnswerOfAnUndisturbedRun()
    {
        string[] pi = ["run", "pi", "--samples", "6e9", "--seed", "11", "-o", "json", "--record-events", "events", .. Often];
        await using (var first = Eg.Start(_scratch, [.. pi, "--slots", "1"]))
        {
            await Ledgers.HasCommitsAsync(_scratch, "s", first);
            Assert.False(first.HasEnded);
            await first.KillAsync();
        }

        var resumed = (await Eg.RunAsync(_scratch, [.. pi, "--resume"])).Succeeds();

        Assert.Contains("goes on from", resumed.Error, StringComparison.Ordinal);
        Assert.Equal(2, resumed.Json.GetProperty("receipt").GetProperty("writers").GetInt64());
        var undisturbed = (await Eg.RunAsync(_scratch, "run", "pi", "--samples", "6e9", "--seed", "11", "-o", "json")).Succeeds().Json;
        Assert.Equal(undisturbed.GetProperty("result").GetRawText(), resumed.Json.GetProperty("result").GetRawText());
        (await Eg.RunAsync(_scratch, "verify", "--state", "s")).Succeeds();
        AssertReplays(processes: 2);
    }

    [Fact]
    public async Task WordCount_KilledInMidJobAndResumed_GivesTheAnswerOfAnUndisturbedRun()
    {
        Texts.Write(_scratch, megabytes: 500);
        string[] count = ["run", "wordcount", "--input", "text-*.txt", "--unicode", "-o", "json"];
        await using (var first = Eg.Start(_scratch, [.. count, "--slots", "1", .. Often]))
        {
            await Ledgers.HasCommitsAsync(_scratch, "s", first);
            Assert.False(first.HasEnded);
            await first.KillAsync();
        }

        var resumed = (await Eg.RunAsync(_scratch, [.. count, "--resume", .. Often])).Succeeds();

        Assert.Equal(2, resumed.Json.GetProperty("receipt").GetProperty("writers").GetInt64());
        var undisturbed = (await Eg.RunAsync(_scratch, count)).Succeeds().Json;
        Assert.Equal(undisturbed.GetProperty("result").GetRawText(), resumed.Json.GetProperty("result").GetRawText());
        (await Eg.RunAsync(_scratch, "verify", "--state", "s")).Succeeds();
    }

    [Fact]
    public async Task Resume_TheInputChangedSince_SaysSo()
    {
        Texts.Write(_scratch, megabytes: 500);
        string[] count = ["run", "wordcount", "--input", "text-*.txt", "--unicode", .. Often];
        await using (var first = Eg.Start(_scratch, [.. count, "--slots", "1"]))
        {
            await Ledgers.HasCommitsAsync(_scratch, "s", first);
            Assert.False(first.HasEnded);
            await first.KillAsync();
        }

        _scratch.Write("text-0.txt", "something else");

        (await Eg.RunAsync(_scratch, [.. count, "--resume"])).Says(2, "nothing to resume", "the input changed since");
    }

    [Fact]
    public async Task Run_FrozenAndTakenOver_StopsAndHarmsNothing()
    {
        string[] pi = ["run", "pi", "--samples", "6e9", "--seed", "3", "--record-events", "events", .. Often];
        await using var first = Eg.Start(_scratch, [.. pi, "--slots", "1"]);
        await Ledgers.HasCommitsAsync(_scratch, "s", first);
        await FreezeBetweenTransactionsAsync(first);
        Assert.False(first.HasEnded);

        var second = (await Eg.RunAsync(_scratch, [.. pi, "--resume", "-o", "json"])).Succeeds();
        await first.SignalAsync("CONT");

        (await first.WaitAsync()).Says(3, "took over", "nothing is lost", "This process stops");
        (await Eg.RunAsync(_scratch, "verify", "--state", "s")).Succeeds();
        Assert.Equal("succeeded", second.Json.GetProperty("outcome").GetString());
        AssertReplays(processes: 2);
    }

    [Fact]
    public async Task Run_Interrupted_StopsCleanlyAndGoesOnWithResume()
    {
        // Long enough not to be over before the signal, should the disk take a second for a commit.
        string[] pi = ["run", "pi", "--samples", "6e9", "--seed", "4", .. Often];
        await using (var first = Eg.Start(_scratch, [.. pi, "--slots", "1"]))
        {
            await Ledgers.HasCommitsAsync(_scratch, "s", first);
            await first.SignalAsync("INT");
            var stopped = await first.WaitAsync();
            Assert.Equal(130, stopped.ExitCode);
            Assert.Contains("stopped; go on with the same command and --resume", stopped.HasNoStack().Error, StringComparison.Ordinal);
        }

        var resumed = (await Eg.RunAsync(_scratch, [.. pi, "--resume", "-o", "json"])).Succeeds();
        Assert.Equal("succeeded", resumed.Json.GetProperty("outcome").GetString());
        Assert.Equal(2, resumed.Json.GetProperty("receipt").GetProperty("writers").GetInt64());
        (await Eg.RunAsync(_scratch, "verify", "--state", "s")).Succeeds();
    }

    [Theory]
    [InlineData("INT")]
    [InlineData("TERM")]
    public async Task AProgramWithAGrid_ThatHandlesNoSignals_IsEndedByOne(string signal)
    {
        await using var bench = Eg.Start(_scratch, "bench", "overhead", "--samples", "1e13");
        await bench.HasSaidAsync("warming up");

        await bench.SignalAsync(signal);

        Assert.NotEqual(0, (await bench.WaitAsync()).ExitCode);
    }

    /// <summary>A process that is frozen inside a transaction keeps the file locked, and is named with what to do: another test's case.</summary>
    private async Task FreezeBetweenTransactionsAsync(RunningEg process)
    {
        await process.SignalAsync("STOP");
        while (!Ledgers.IsUnlocked(Path.Combine(_scratch.Directory, "s")))
        {
            await process.SignalAsync("CONT");
            await process.SignalAsync("STOP");
        }
    }

    /// <summary>What the state machines of all processes were told makes fresh ones do the same.</summary>
    private void AssertReplays(int processes)
    {
        var reports = EventReplay.All(Path.Combine(_scratch.Directory, "events"));
        Assert.All(reports, report => Assert.Null(report.Difference));
        Assert.Equal(processes, reports.Count(report => Path.GetFileName(report.Log).StartsWith("job.", StringComparison.Ordinal) && report.Kinds.Contains("CommitOffered")));
    }

    public void Dispose() => _scratch.Dispose();
}
