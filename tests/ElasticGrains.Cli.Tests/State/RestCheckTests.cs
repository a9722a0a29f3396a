using ElasticGrains.Cli.State;
using ElasticGrains.Cli.Tests.Support;
using ElasticGrains.Engine.Verification;
using ElasticGrains.Jobs;
using ElasticGrains.Ledger;
using ElasticGrains.Scheduling;

namespace ElasticGrains.Cli.Tests.State;

public sealed class RestCheckTests
{
    private static readonly DateTimeOffset Noon = new(2026, 1, 2, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(null, 0)]
    [InlineData(60.0, 0)]
    [InlineData(61.0, 1)]
    public void Held_ByAJobThatHasEnded_IsFoundAfterAMinute(double? ago, int found)
    {
        var jobs = new Dictionary<string, JobEntry> { ["job"] = Entry("job", ago is { } seconds ? Noon.AddSeconds(-seconds) : null) };
        var (held, unknown) = RestCheck.Held([Report("job")], jobs, Noon);

        Assert.Equal((found, 0), (held.Count, unknown.Count));
        Assert.All(held, finding => Assert.Equal((FindingCodes.LeaseHeld, "job", false), (finding.Code, finding.JobId, finding.IsWarning)));
    }

    [Fact]
    public void Held_ByAJobThatIsForgotten_ProvesNothing()
    {
        var (held, unknown) = RestCheck.Held([Report("gone"), Report("gone")], new Dictionary<string, JobEntry>(), Noon);
        Assert.Empty(held);
        Assert.Equal(["gone"], unknown);
    }

    [Fact]
    public void Compare_OfTheAttemptsOfOneHistory_FindsNothing() => Assert.Null(LedgerCheck.Compare(new JobAccount("job", true, 2, 1, 2, TimeSpan.FromSeconds(14)), History));

    [Theory]
    [InlineData(3, 1, 2, 14)]
    [InlineData(2, 0, 2, 14)]
    [InlineData(2, 1, 1, 14)]
    [InlineData(2, 1, 2, 13)]
    public void Compare_OfOtherSums_NamesBoth(int granted, int adopted, int ended, int seconds)
    {
        var finding = LedgerCheck.Compare(new JobAccount("job", true, granted, adopted, ended, TimeSpan.FromSeconds(seconds)), History)!;
        Assert.Equal(FindingCodes.LedgerTime, finding.Code);
        Assert.Contains("counts 2 attempts, 1 adoptions, 2 ends and 00:00:14 of slots", finding.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Compare_OfAJobThatWasOpenedAgain_WaitsForItsEnd() =>
        Assert.Null(LedgerCheck.Compare(new JobAccount("job", true, 0, 0, 0, TimeSpan.Zero), [.. History, new LedgerEvent.Reopened(Noon)]));

    [Fact]
    public async Task Verify_ADraftInTheStateDirectory_IsFoundAfterAMinute()
    {
        using var scratch = new Scratch();
        (await Eg.RunAsync(scratch, "run", "pi", "--samples", "1000", "--state", "s")).Succeeds();
        var draft = scratch.Write("s/token.new", "half");
        Assert.Equal(0, (await VerifyAsync(scratch)).GetProperty("findings").GetArrayLength());

        File.SetLastWriteTimeUtc(draft, TimeProvider.System.GetUtcNow().UtcDateTime.AddMinutes(-2));
        var check = await Eg.RunAsync(scratch, "verify", "--state", "s");

        Assert.Equal(1, check.ExitCode);
        Assert.Contains($"-  {FindingCodes.FileLeftover}  ", check.Out, StringComparison.Ordinal);
        Assert.Contains(FindingMeanings.Of(FindingCodes.FileLeftover), check.Out, StringComparison.Ordinal);
        Assert.Contains("not checked: leases: ", check.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Verify_OfALedger_SaysHowMuchItChecked()
    {
        using var scratch = new Scratch();
        (await Eg.RunAsync(scratch, "run", "pi", "--samples", "100000", "--state", "s")).Succeeds();
        var document = await VerifyAsync(scratch);

        Assert.Equal(1, document.GetProperty("jobs").GetInt32());
        Assert.All(["shards", "commits", "attempts", "bytes"], name => Assert.True(document.GetProperty(name).GetInt64() > 0, name));
        Assert.Single(document.GetProperty("notChecked").EnumerateArray());
    }

    private static LedgerEvent[] History =>
    [
        new LedgerEvent.Planned(2), new LedgerEvent.Granted(0, 1, "s1", 0, Noon), new LedgerEvent.Granted(1, 1, "s1", 1, Noon.AddSeconds(1)), new LedgerEvent.Adopted(0, 1, 2, Noon.AddSeconds(2)),
        new LedgerEvent.AttemptEnded(0, 2, AttemptEnd.Completed, null, Noon.AddSeconds(5)), new LedgerEvent.Finished(new JobOutcome { Phase = JobPhase.Succeeded }, null, Noon.AddSeconds(10)),
    ];

    private static async Task<System.Text.Json.JsonElement> VerifyAsync(Scratch scratch) => (await Eg.RunAsync(scratch, "verify", "--state", "s", "-o", "json")).Succeeds().Json;

    private static JobEntry Entry(string id, DateTimeOffset? finishedAt) => new(id, "test", "0", finishedAt is null ? JobPhase.Running : JobPhase.Succeeded, 10, 10, Noon.AddHours(-1), finishedAt);

    private static SlotReport Report(string job) => new("s1", 2, [new HeldLease(new SlotLease("s1", 0, 7), job)], [], [7, 0]);
}
