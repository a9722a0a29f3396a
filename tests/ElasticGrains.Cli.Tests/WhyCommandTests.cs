using ElasticGrains.Cli.Tests.Kernels;
using ElasticGrains.Cli.Tests.Support;
using ElasticGrains.Client;
using ElasticGrains.Embedded;
using ElasticGrains.Jobs;

namespace ElasticGrains.Cli.Tests;

/// <summary><c>eg job why</c> and <c>eg shard history</c> of jobs of one process.</summary>
public sealed class WhyCommandTests : IDisposable
{
    private readonly Scratch _scratch = new();

    [Fact]
    public async Task History_OfAShardThatWasGivenUp_NamesEachAttemptAndItsError()
    {
        await SubmitAsync();

        var shown = (await EgAsync("shard", "history", "picky", "5")).Succeeds().Out;

        Assert.Matches(@"(?m)^shard    5 of job picky  picky  job failed\nitems    \[500, 600\): 0 of 100 committed", shown);
        Assert.Matches(@"(?m)^\S+ \S+Z attempt 1 granted: to embedded-\S+, slot \d", shown);
        Assert.Matches(@"(?m)^\S+ \S+Z attempt 2 failed: Kernel 'picky' threw InvalidTimeZoneException in items \[\d+, \d+\): no zone for item 577", shown);
        Assert.Matches(@"(?m)^ +evidence: the kernel's fault, System.InvalidTimeZoneException, on embedded-", shown);
        Assert.Matches(@"(?m)^\S+ \S+Z attempt 2 given-up: items \[500, 600\) are given up$", shown);
        var json = (await EgAsync("shard", "history", "picky", "5", "-o", "json")).Json;
        Assert.Equal(
            ["planned", "granted", "failed", "granted", "failed", "given-up"], json.GetProperty("history").EnumerateArray().Select(it => it.GetProperty("kind").GetString()).Take(6));
        Assert.Equal("System.InvalidTimeZoneException", json.GetProperty("history")[2].GetProperty("failure").GetProperty("typeName").GetString());
        (await EgAsync("shard", "history", "picky", "10")).Says((int)ExitCode.Usage, "has 10 shards, numbered from 0; 10 is not one of them");
        (await EgAsync("shard", "history", "pick", "1")).Says((int)ExitCode.Usage, "did you mean 'picky'?");
    }

    [Fact]
    public async Task History_OfADoneShard_HasItsCommits()
    {
        await SubmitAsync();

        Assert.Matches(@"(?m)^\S+ \S+Z attempt 1 committed: items \[200, 300\) in \d commits?, number", (await EgAsync("shard", "history", "picky", "2")).Succeeds().Out);
    }

    [Fact]
    public async Task Why_OfAFailedJob_HasTheOutcomeAndItsEvidence()
    {
        await SubmitAsync();

        var shown = (await EgAsync("job", "why", "picky")).Succeeds().Out;

        Assert.Matches(@"(?m)^job      picky  picky  failed, 900 of 1,000 items committed", shown);
        Assert.Matches(@"(?m)^why      failed: Kernel 'picky' threw InvalidTimeZoneException .* At 2\S+ \S+Z\.$", shown);
        Assert.Matches(@"(?m)^why      given-up: Items \[500, 600\) of shard 5 were given up after attempt 2: ", shown);
        Assert.Matches(@"(?m)^why      attempt-failed: Attempt 1 of shard 5 failed on embedded-", shown);
        var json = (await EgAsync("job", "why", "picky", "-o", "json")).Json;
        Assert.Equal("failed", json.GetProperty("reasons")[0].GetProperty("kind").GetString());
        (await EgAsync("job", "why", "none")).Says((int)ExitCode.Usage, "there is no job 'none'");
    }

    [Fact]
    public async Task Why_OfAJobThatRunsAndIsKilled_SaysWhoWorksAtItAndThatNobodyDoes()
    {
        var run = Eg.Start(_scratch, "run", "pi", "--samples", "1e13", "--id", "long", "--state", "s");
        await Ledgers.HasCommitsAsync(_scratch, "s", run);

        Assert.Matches($@"(?m)^why      running: Process {run.Id} on \S+ works at it", (await EgAsync("job", "why", "long")).Succeeds().Out);
        await run.KillAsync();

        var shown = (await EgAsync("job", "why", "long")).Succeeds().Out;
        Assert.Matches($@"(?m)^why      interrupted: Nobody works at it: process {run.Id} on ", shown);
        Assert.Contains("goes on with it when --resume is added", shown, StringComparison.Ordinal);
        Assert.Matches(@"(?m)^why      running: By the ledger \d+ attempts? runs?: \d+ on embedded-", shown);
    }

    private async Task SubmitAsync()
    {
        await using var grid = await EmbeddedGrid.StartAsync(builder =>
        {
            builder.StateDirectory = Path.Combine(_scratch.Directory, "s");
            builder.AddKernel<PickyKernel>();
        });
        var policy = JobPolicy.Default with { Shards = 10, MaxAttempts = 2, Backoff = TimeSpan.FromMilliseconds(1), OnQuarantine = FailurePolicy.FinishRest };
        var job = await grid.SubmitAsync(new PickyKernel(), new PickyInput(1000, Bad: 577), new JobOptions { Id = "picky", Policy = policy });
        await job.OutcomeAsync();
    }

    private Task<EgResult> EgAsync(params string[] command) => Eg.RunAsync(_scratch, [.. command, "--state", "s"]);

    public void Dispose() => _scratch.Dispose();
}
