using System.Text.Json;
using ElasticGrains.Cli.Tests.Support;

namespace ElasticGrains.Cli.Tests;

/// <summary>Commands that read ledgers, of finished jobs and of running ones.</summary>
public sealed class JobCommandTests : IDisposable
{
    private readonly Scratch _scratch = new();

    [Fact]
    public async Task Job_Finished_IsListedAndDescribed()
    {
        await RunAsync();

        Assert.Matches(@"(?m)^one +pi +succeeded +5,000,000 +100", (await JobAsync("list")).Out);
        Assert.Contains("5,000,000 of 5,000,000 samples committed", (await JobAsync("describe", "one")).Out, StringComparison.Ordinal);
        Assert.Matches(@"(?m)^attempts \d+.*: .*; \S+ \d+$", (await JobAsync("describe", "one")).Out);
        Assert.Equal("succeeded", (await JobAsync("describe", "one", "-o", "json")).Json.GetProperty("phase").GetString());
    }

    [Fact]
    public async Task Describe_OfAFinishedJob_HasStagesBytesAndCommitInterval()
    {
        var file = _scratch.Write("words.txt", "one two three");
        (await Eg.RunAsync(_scratch, "run", "wordcount", "--input", file, "--id", "words", "--commit-interval", "3s")).Succeeds();

        var described = (await JobAsync("describe", "words", "-o", "json")).Json;

        var tail = (await JobAsync("tail", "words", "-o", "json")).Out.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(tail.Sum(line => new EgResult(0, line, "").Json.GetProperty("bytes").GetInt64()), described.GetProperty("committedBytes").GetInt64());
        Assert.Equal((1, 13), (described.GetProperty("inputFiles").GetInt32(), described.GetProperty("inputBytes").GetInt64()));
        Assert.Equal("00:00:03", described.GetProperty("commitInterval").GetString());
        var stages = described.GetProperty("stages").EnumerateArray().ToList();
        Assert.Equal(["map", "reduce", "finish"], stages.Select(stage => stage.GetProperty("name").GetString()));
        Assert.All(stages, stage => Assert.Equal("finished", stage.GetProperty("state").GetString()));
        Assert.Equal(described.GetProperty("finishedAt").GetString(), stages[2].GetProperty("to").GetString());
        var text = (await JobAsync("describe", "words")).Out;
        Assert.Matches(@"(?m)^input    13 B in 1 file$", text);
        Assert.Matches(@"(?m)^stages   map finished in \S+; reduce finished in \S+; finish finished in \S+$", text);
        Assert.Matches(@"(?m)^shards .* commits? of \d+ B; a shard commits at most every 3s$", text);
    }

    [Fact]
    public async Task List_ByTagAndPhase_ShowsThoseJobsAlone()
    {
        await RunAsync();
        var tagged = await Eg.RunAsync(_scratch, "run", "pi", "--samples", "1000", "--id", "tagged", "--tag", "team=risk", "--tag", "run=nightly");
        Assert.Equal(0, tagged.ExitCode);

        Assert.DoesNotContain("one", (await JobAsync("list", "--tag", "team=risk")).Out, StringComparison.Ordinal);
        Assert.Matches(@"(?m)^tagged .* run=nightly team=risk", (await JobAsync("list", "--tag", "team=risk", "--phase", "succeeded")).Out);
        Assert.Contains("no such jobs", (await JobAsync("list", "--phase", "failed")).Error, StringComparison.Ordinal);
        (await Eg.RunAsync(_scratch, "job", "list", "--tag", "team")).Says(2, "write KEY=VALUE");
    }

    [Fact]
    public async Task Purge_OfAFinishedJob_ForgetsItAndItsDirectory()
    {
        await RunAsync();

        (await Eg.RunAsync(_scratch, "job", "purge")).Says(2, "which jobs?");
        (await Eg.RunAsync(_scratch, "job", "purge", "one", "--phase", "succeeded")).Says(2, "not both");
        (await Eg.RunAsync(_scratch, "job", "purge", "two")).Says(2, "there is no job 'two'");
        Assert.Equal("one", (await JobAsync("purge", "--phase", "succeeded", "--dry-run")).Out.Trim());
        Assert.Contains("0 jobs forgotten", (await JobAsync("purge", "--older-than", "1d")).Error, StringComparison.Ordinal);
        Assert.Contains("1 job forgotten", (await JobAsync("purge", "one")).Error, StringComparison.Ordinal);
        Assert.Contains("no jobs", (await JobAsync("list")).Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Path.Combine(_scratch.Directory, ".eg", "one")));
    }

    [Fact]
    public async Task Retry_OfAFailedJob_GoesOnWithResume()
    {
        string[] run = ["run", "pi", "--samples", "5e8", "--id", "one"];
        Assert.NotEqual(0, (await Eg.RunAsync(_scratch, [.. run, "--deadline", "1ms"])).ExitCode);

        Assert.Contains("--resume", (await JobAsync("retry", "one", "--failed-only")).Error, StringComparison.Ordinal);
        (await Eg.RunAsync(_scratch, "job", "retry", "one", "--failed-only")).Says(3, "has not ended");
        (await Eg.RunAsync(_scratch, "job", "retry", "one")).Says(2, "add --failed-only");
    }

    [Fact]
    public async Task Job_Finished_HasTheResultAndReceiptOfItsRun()
    {
        var run = await RunAsync();

        Assert.Equal(run.GetProperty("result").GetRawText(), (await JobAsync("results", "one", "-o", "json")).Json.GetProperty("result").GetRawText());
        Assert.True(JsonElement.DeepEquals(run.GetProperty("receipt"), (await JobAsync("receipt", "one", "-o", "json")).Json));
        Assert.Contains("covered  5,000,000 of 5,000,000 samples, each once", (await JobAsync("receipt", "one")).Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Tail_FromANumber_ShowsEachPartialOnceInOrder()
    {
        var commits = (await RunAsync()).GetProperty("receipt").GetProperty("commits").GetInt64();
        Assert.True(commits >= 4);

        var lines = (await JobAsync("tail", "one", "--from", "2", "-o", "json")).Out.Split('\n', StringSplitOptions.RemoveEmptyEntries);

        var numbers = lines.Select(line => new EgResult(0, line, "").Json.GetProperty("number").GetInt64());
        Assert.Equal(Enumerable.Range(2, (int)commits - 1).Select(number => (long)number), numbers);
    }

    [Fact]
    public async Task Results_OfARunningJob_SaysHowFarItIs()
    {
        await using var run = Eg.Start(_scratch, "run", "pi", "--samples", "1e13", "--id", "long", "--state", "s", "--commit-interval", "50ms");
        await Ledgers.HasCommitsAsync(_scratch, "s", run);

        (await Eg.RunAsync(_scratch, "job", "results", "long", "--state", "s")).Says(1, "job long has not ended");
        Assert.Contains("running", (await Eg.RunAsync(_scratch, "job", "describe", "long", "--state", "s")).Succeeds().Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Cancel_OfARunningJob_EndsItAndItsProcess()
    {
        await using var run = Eg.Start(_scratch, "run", "pi", "--samples", "1e13", "--id", "long", "--state", "s", "--commit-interval", "50ms");
        await Ledgers.HasCommitsAsync(_scratch, "s", run);

        // All or none: a typo in one id ends nothing.
        (await Eg.RunAsync(_scratch, "job", "cancel", "long", "lonk", "--state", "s")).Says(2, "did you mean 'long'?");
        (await Eg.RunAsync(_scratch, "job", "cancel", "long", "--reason", "enough", "--state", "s")).Succeeds();

        (await run.WaitAsync()).Says(1, "job long was cancelled: enough");
        (await Eg.RunAsync(_scratch, "job", "cancel", "long", "--state", "s")).Says(3, "has ended already");
        (await Eg.RunAsync(_scratch, "verify", "--state", "s")).Succeeds();
    }

    [Fact]
    public async Task Verify_OfCleanLedgers_FindsNothing()
    {
        await RunAsync();

        Assert.Contains("clean", (await Eg.RunAsync(_scratch, "verify")).Succeeds().Out, StringComparison.Ordinal);
        Assert.Contains("1 job,", (await Eg.RunAsync(_scratch, "verify", "one")).Succeeds().Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Verify_OfADamagedLedger_FindsTheDamage()
    {
        await RunAsync();
        Ledgers.Execute(Path.Combine(_scratch.Directory, ".eg", "one"), "UPDATE commits SET end_item = end_item - 1 WHERE number = 2");

        var check = await Eg.RunAsync(_scratch, "verify");

        Assert.Equal(1, check.HasNoStack().ExitCode);
        Assert.Contains("one  ", check.Out, StringComparison.Ordinal);
        Assert.Matches(@"\d+ findings?\s*$", check.Out);
    }

    [Fact]
    public async Task List_WithOneUnreadableLedgerAmongMany_NotesItAndGoesOn()
    {
        await RunAsync();
        _scratch.Write(".eg/broken/ledger.db", "this is no database, and long enough to be taken for one: " + new string('x', 5000));

        var list = await JobAsync("list");

        Assert.Contains("note: ", list.Error, StringComparison.Ordinal);
        Assert.Contains("broken", list.Error, StringComparison.Ordinal);
        Assert.Contains("one", list.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task JobId_Mistyped_FindsTheNearest()
    {
        await RunAsync();

        (await Eg.RunAsync(_scratch, "job", "receipt", "onw")).Says(2, "there is no job 'onw'", "did you mean 'one'?");
    }

    private async Task<JsonElement> RunAsync() =>
        (await Eg.RunAsync(_scratch, "run", "pi", "--samples", "5M", "--shards", "4", "--id", "one", "-o", "json")).Succeeds().Json;

    private async Task<EgResult> JobAsync(params string[] arguments) => (await Eg.RunAsync(_scratch, ["job", .. arguments])).Succeeds();

    public void Dispose() => _scratch.Dispose();
}
