using System.Globalization;
using System.Text.Json;
using ElasticGrains.Cli.Tests.Kernels;
using ElasticGrains.Cli.Tests.Support;
using ElasticGrains.Client;
using ElasticGrains.Embedded;
using ElasticGrains.Jobs;
using ElasticGrains.Kernels.Inputs;
using ElasticGrains.Tests.Shared.Kernels;

namespace ElasticGrains.Cli.Tests;

/// <summary>The input of a range that was given up is there when its file is not.</summary>
public sealed class CapturedInputTests : IDisposable
{
    private const string Bad = "X is no line";

    private static readonly string Host = Path.Combine(AppContext.BaseDirectory, "ElasticGrains.Cli.Tests.dll");

    private readonly Scratch _scratch = new();

    private string State => Path.Combine(_scratch.Directory, "s");

    [Theory]
    [InlineData("delete", "does not exist here")]
    [InlineData("append", "when the job was submitted, is ")]
    [InlineData("replace", "since")]
    public async Task Replay_WhenTheFileIsNotWhatItWas_UsesTheInputAsCaptured(string change, string note)
    {
        var file = Write(lines: 200_000, badAt: 100_000);
        var shard = await RunAsync(file);
        Change(file, change);

        var replay = await ReplayAsync(shard);

        Assert.Equal((int)ExitCode.Threw, replay.ExitCode);
        Assert.Contains($"'{file}' ", replay.Error, StringComparison.Ordinal);
        Assert.Contains(note, replay.Error, StringComparison.Ordinal);
        Assert.Contains("Used is the input as captured at ", replay.Error, StringComparison.Ordinal);
        Assert.Matches("(?m)^input    as captured at 20.*: .* MiB for ", replay.Out);
        Assert.Contains($"message  '{Bad}' in {file}", replay.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Replay_OfALineThatEndsBehindItsRange_HasAllOfIt()
    {
        // The bad line begins with the last byte of the first shard.
        const int Border = 1 << 19;
        var start = new string('a', Border - 2) + "\n" + Bad + "\n";
        var file = _scratch.Write("lines.txt", start + new string('b', (2 * Border) - start.Length));
        var shard = await RunAsync(file, shards: 2);
        Change(file, "delete");

        var replay = await ReplayAsync(shard, "-o", "json");

        Assert.Equal($"'{Bad}' in {file}", replay.Json.GetProperty("failure").GetProperty("message").GetString());
        var narrowed = replay.Json.GetProperty("narrowed").GetProperty("range");
        Assert.Equal((Border - 1, Border), (narrowed.GetProperty("start").GetInt64(), narrowed.GetProperty("end").GetInt64()));
    }

    [Fact]
    public async Task Replay_WhenTheFileIsWhatItWas_UsesItUnlessAskedForTheCapturedOne()
    {
        var shard = await RunAsync(Write(lines: 1000, badAt: 500));

        var ofFile = (await ReplayAsync(shard, "-o", "json")).Json;
        var ofCaptured = (await ReplayAsync(shard, "--captured", "-o", "json")).Json;

        Assert.Equal(JsonValueKind.Null, ofFile.GetProperty("captured").ValueKind);
        Assert.True(ofCaptured.GetProperty("captured").GetProperty("bytes").GetInt64() > 0);
        Assert.Equal(Message(ofFile), Message(ofCaptured));
        (await ReplayAsync(shard == 0 ? 1 : 0, "--captured")).Says((int)ExitCode.Usage, "no input was captured: it was not given up");
    }

    [Fact]
    public async Task Describe_OfARangeThatWasGivenUp_ShowsWhatIsKept()
    {
        await RunAsync(Write(lines: 1000, badAt: 500));

        Assert.Matches(@"(?m)^captured [0-9.]+ [KM]?i?B for \[", (await JobAsync("describe")).Out);
        var captured = Assert.Single((await JobAsync("describe", "-o", "json")).Json.GetProperty("captured").EnumerateArray());
        Assert.InRange(captured.GetProperty("bytes").GetInt64(), 1, 16 << 20);
        Assert.Equal(JsonValueKind.Null, captured.GetProperty("reason").ValueKind);
    }

    [Fact]
    public async Task Capture_OfMoreThanTheLimit_IsRecordedAsNotKept()
    {
        var file = Write(lines: 1000, badAt: 500);
        var shard = await RunAsync(file, most: 100);

        Assert.Matches("(?m)^captured not kept: Its [0-9,]+ bytes, with what is read around them, are more than CaptureInputBytes allows: 100.$", (await JobAsync("describe")).Out);
        (await ReplayAsync(shard, "--captured")).Says((int)ExitCode.Usage, "more than CaptureInputBytes allows: 100.");
        Change(file, "delete");
        (await ReplayAsync(shard)).Says((int)ExitCode.Usage, "does not exist here", "its input was not captured: Its");
        Assert.Equal(0, (await VerifyAsync()).ExitCode);
    }

    [Fact]
    public async Task Verify_OfAJobWhoseCapturedInputIsGone_FindsIt()
    {
        var shard = await RunAsync(Write(lines: 1000, badAt: 500));
        (await VerifyAsync()).Succeeds();

        Ledgers.Execute(State, "DELETE FROM blocks");

        var verify = await VerifyAsync();
        Assert.Equal((int)ExitCode.Failed, verify.ExitCode);
        Assert.Contains("input-missing", verify.Out, StringComparison.Ordinal);
        Assert.NotEqual((int)ExitCode.Threw, (await ReplayAsync(shard, "--captured")).ExitCode);
    }

    [Fact]
    public async Task Purge_OfAJob_RemovesWhatWasCaptured()
    {
        await RunAsync(Write(lines: 1000, badAt: 500));
        await using (var grid = await StartAsync(16 << 20))
        {
            // Another job keeps the ledger.
            await (await grid.SubmitAsync(new PickyKernel(), new PickyInput(10), new JobOptions { Id = "other" })).ResultAsync();
        }

        Assert.Equal(1, Ledgers.Count(State, "blocks"));
        (await JobAsync("purge")).Succeeds();

        Assert.Equal(0, Ledgers.Count(State, "blocks"));
        Assert.Equal(0, Ledgers.Count(State, "block_chunks"));
    }

    /// <summary>Runs a job that gives one shard up, and returns that.</summary>
    private async Task<int> RunAsync(string file, int most = 16 << 20, int shards = 8)
    {
        await using (var grid = await StartAsync(most))
        {
            var policy = JobPolicy.Default with { Shards = shards, MaxAttempts = 1, OnQuarantine = FailurePolicy.FinishRest };
            var job = await grid.SubmitAsync(new PoisonKernel(), ManifestBuilder.Build([file]), new JobOptions { Id = "picky", Policy = policy });
            Assert.Single((await job.OutcomeAsync()).Quarantined);
        }

        // eg shard replay picky SHARD …
        var command = Assert.Single((await JobAsync("describe", "-o", "json")).Json.GetProperty("replay").EnumerateArray()).GetString()!;
        return int.Parse(command.Split(' ')[4], CultureInfo.InvariantCulture);
    }

    private Task<EmbeddedGrid> StartAsync(int most) => EmbeddedGrid.StartAsync(builder =>
    {
        builder.StateDirectory = State;
        builder.CaptureInputBytes = most;
        builder.AddKernel<PoisonKernel>().AddKernel<PickyKernel>();
    });

    private string Write(int lines, int badAt) =>
        _scratch.Write("lines.txt", string.Concat(Enumerable.Range(0, lines).Select(line => line == badAt ? $"{Bad}\n" : $"line {line} of many others that are as long as it\n")));

    private static void Change(string file, string change)
    {
        switch (change)
        {
            case "delete":
                File.Delete(file);
                break;
            case "append":
                File.AppendAllText(file, "one more\n");
                break;
            default:
                File.WriteAllText(file, new string('-', (int)new FileInfo(file).Length));
                File.SetLastWriteTimeUtc(file, File.GetLastWriteTimeUtc(file).AddSeconds(1));
                break;
        }
    }

    private static string? Message(JsonElement replay) => replay.GetProperty("failure").GetProperty("message").GetString();

    private Task<EgResult> ReplayAsync(int shard, params string[] options) =>
        Eg.RunAsync(_scratch, ["shard", "replay", "picky", $"{shard}", "--state", "s", "--host", Host, .. options]);

    private Task<EgResult> JobAsync(string command, params string[] options) => Eg.RunAsync(_scratch, ["job", command, "picky", "--state", "s", .. options]);

    private Task<EgResult> VerifyAsync() => Eg.RunAsync(_scratch, ["verify", "--state", "s"]);

    public void Dispose() => _scratch.Dispose();
}
