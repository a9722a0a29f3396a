using ElasticGrains.Cli.Tests.Kernels;
using ElasticGrains.Cli.Tests.Support;
using ElasticGrains.Client;
using ElasticGrains.Embedded;
using ElasticGrains.Jobs;

namespace ElasticGrains.Cli.Tests;

/// <summary>One shard of a job, run again where its author can look at it.</summary>
public sealed class ShardReplayCommandTests : IDisposable
{
    private static readonly string Host = Path.Combine(AppContext.BaseDirectory, "ElasticGrains.Cli.Tests.dll");

    private readonly Scratch _scratch = new();

    [Fact]
    public async Task Replay_OfAShardThatWasGivenUp_NamesTheItemAndWhatItThrew()
    {
        await SubmitAsync(new PickyInput(1000, Bad: 577));

        var replay = await ReplayAsync(5, "--host", Host);

        Assert.Equal((int)ExitCode.Threw, replay.ExitCode);
        Assert.Matches(@"(?m)^shard    5 of job picky  picky@1  quarantined$", replay.Out);
        Assert.Matches(@"(?m)^narrowed \[577, 578\): the smallest part that throws \(1 item, ", replay.Out);
        Assert.Matches(@"(?m)^type     System.InvalidTimeZoneException\nmessage  no zone for item 577\nstack\n(.*\n)*.*PickyKernel.Compute", replay.Out);
        var failure = (await ReplayAsync(5, "--host", Host, "-o", "json")).Json.GetProperty("failure");
        Assert.Equal("no zone for item 577", failure.GetProperty("message").GetString());
    }

    [Fact]
    public async Task Replay_CommandToCopy_StandsInDescribeAndWithTheOutcome()
    {
        await SubmitAsync(new PickyInput(1000, Bad: 577));
        const string Command = "eg shard replay picky 5 --state s --host YOUR-PROGRAM.dll";

        Assert.Contains($"replay   {Command}", (await JobAsync("describe")).Out, StringComparison.Ordinal);
        Assert.Equal(Command, (await JobAsync("describe", "-o", "json")).Json.GetProperty("replay")[0].GetString());
        Assert.Contains($"to see it happen here: {Command}", (await JobAsync("results")).Error, StringComparison.Ordinal);
        var outcome = (await JobAsync("results", "-o", "json")).Json;
        Assert.Equal(Command, outcome.GetProperty("replay")[0].GetString());
        Assert.Equal(typeof(InvalidTimeZoneException).FullName, outcome.GetProperty("failure").GetProperty("typeName").GetString());
        Assert.Contains("PickyKernel.Compute", outcome.GetProperty("failure").GetProperty("remoteStack").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Replay_OfADoneShard_ComesToTheCommittedBytes()
    {
        (await Eg.RunAsync(_scratch, "run", "pi", "--samples", "5M", "--shards", "4", "--id", "picky", "--state", "s")).Succeeds();

        var replay = (await ReplayAsync(2, "-o", "json")).Succeeds().Json;

        Assert.Equal("succeeded", replay.GetProperty("outcome").GetString());
        Assert.Equal(1_250_000, replay.GetProperty("items").GetInt64());
        Assert.All(replay.GetProperty("commits").EnumerateArray(), commit => Assert.True(commit.GetProperty("isEqual").GetBoolean()));
        (await ReplayAsync(4)).Says((int)ExitCode.Usage, "has 4 shards, numbered from 0; 4 is not one of them");
    }

    [Fact]
    public async Task Replay_OfAKernelThatDrawsOnItsProcess_SaysThatTheBytesDiffer()
    {
        await SubmitAsync(new PickyInput(1000, Drifts: true));

        var replay = await ReplayAsync(5, "--host", Host);

        Assert.Equal((int)ExitCode.Failed, replay.ExitCode);
        Assert.Matches(@"(?m)^commits  0 of 1 equal byte for byte", replay.Out);
        Assert.Contains("draws on something besides its input", replay.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Replay_OfAChangedFile_SaysWhichAndComputesNothing()
    {
        var file = _scratch.Write("words.txt", "one two three");
        (await Eg.RunAsync(_scratch, "run", "wordcount", "--input", file, "--id", "picky", "--state", "s")).Succeeds();
        _scratch.Write("words.txt", "one two three four");

        (await ReplayAsync(0)).Says((int)ExitCode.Usage, file, "was 13 bytes when the job was submitted, is 18 now");
    }

    [Fact]
    public async Task Replay_WithoutTheKernel_SaysWhereItCouldComeFrom()
    {
        await SubmitAsync(new PickyInput(1000));

        (await ReplayAsync(0)).Says((int)ExitCode.Usage, "kernel picky@1 is not one of this program's", "--host MyGrid.dll");
        (await ReplayAsync(0, "--host", "none.dll")).Says((int)ExitCode.Usage, "none.dll does not exist; build it first");
        var other = Path.Combine(Repository.OutputOf("docs/samples/HelloGrid"), "HelloGrid.dll");
        (await ReplayAsync(0, "--host", other)).Says((int)ExitCode.Usage, "HelloGrid.dll does not have kernel picky@1; it has collatz@1");
    }

    /// <summary>Runs a job of ten shards in this process, as a user's program does.</summary>
    private async Task SubmitAsync(PickyInput input)
    {
        await using var grid = await EmbeddedGrid.StartAsync(builder =>
        {
            builder.StateDirectory = Path.Combine(_scratch.Directory, "s");
            builder.AddKernel<PickyKernel>();
        });
        var policy = JobPolicy.Default with { Shards = 10, MaxAttempts = 1, OnQuarantine = FailurePolicy.FinishRest };
        var job = await grid.SubmitAsync(new PickyKernel(), input, new JobOptions { Id = "picky", Policy = policy });
        await job.OutcomeAsync();
    }

    private Task<EgResult> ReplayAsync(int shard, params string[] options) => Eg.RunAsync(_scratch, ["shard", "replay", "picky", $"{shard}", "--state", "s", .. options]);

    private Task<EgResult> JobAsync(string command, params string[] options) => Eg.RunAsync(_scratch, ["job", command, "picky", "--state", "s", .. options]);

    public void Dispose() => _scratch.Dispose();
}
