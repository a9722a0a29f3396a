using System.Reflection;
using ElasticGrains.Engine.Verification;
using ElasticGrains.Jobs;
using ElasticGrains.Ledger;
using static ElasticGrains.Engine.Tests.Verification.Script;

namespace ElasticGrains.Engine.Tests.Verification;

public sealed class LedgerVerificationTests
{
    private static readonly DateTimeOffset MuchLater = Noon.AddDays(1);

    public static TheoryData<string> Sound => [.. SoundLedgers.All.Keys];

    public static TheoryData<string> Damaged => [.. DamagedLedgers.All.Keys];

    [Theory]
    [MemberData(nameof(Sound))]
    public void Verify_SoundLedgers_FindsNothing(string name) => Assert.Empty(Verify(MuchLater, SoundLedgers.All[name]()).Findings);

    [Theory]
    [MemberData(nameof(Damaged))]
    public void Verify_OneDefect_IsFoundByTheCodeThatNamesIt(string name)
    {
        var (code, make) = DamagedLedgers.All[name];
        var findings = Verify(MuchLater, make()).Findings;

        Assert.True(findings.Any(finding => finding.Code == code), $"No '{code}' among\n{string.Join('\n', findings)}");
    }

    [Fact]
    public void Damages_OfAllCodes_AreAtLeastThirtyAndLeaveOutNone()
    {
        // Those of a whole place are found by the command, not from a job's rows.
        string[] elsewhere = [FindingCodes.BlockStray, FindingCodes.LeaseHeld, FindingCodes.FileLeftover, FindingCodes.InputParts, FindingCodes.LedgerTime];
        Assert.InRange(DamagedLedgers.All.Count, 30, int.MaxValue);
        Assert.Equal(Codes().Order(), DamagedLedgers.All.Values.Select(damage => damage.Code).Concat(elsewhere).Distinct().Order());
    }

    [Fact]
    public void Meanings_OfAllCodes_SaySomething() => Assert.All(Codes(), code => Assert.EndsWith(".", FindingMeanings.Of(code), StringComparison.Ordinal));

    [Fact]
    public void Finding_OfACommit_NamesJobShardAndAttempt()
    {
        var finding = Verify(null, DamagedLedgers.All["commit by a fenced attempt"].Make()).Findings.First(it => it.Code == FindingCodes.CommitAttempt);
        Assert.Equal(("job", 0, 1L, false), (finding.JobId, finding.Shard, finding.Attempt, finding.IsWarning));
    }

    [Fact]
    public void Verify_OfTwoJobs_CountsWhatItChecked()
    {
        var report = Verify(null, Job(SoundLedgers.Small), Job(SoundLedgers.Runs, id: "other"));
        Assert.Equal((2, 12L, 13L, 5L, 13L * 8), (report.Jobs, report.Shards, report.Commits, report.Attempts, report.Bytes));
    }

    [Fact]
    public void Account_OfAJob_IsTheSumOfItsAttempts()
    {
        var verification = new LedgerVerification();
        var account = verification.Add(Job(SoundLedgers.Adopted));

        // From 1 to 5.1 through an adoption, from 1 to 5.2 until it was lost, and from 5.3 to 6.1.
        Assert.Equal((true, 3, 1, 3, 9_100), (account.HasEnded, account.Granted, account.Adopted, account.Ended, Math.Round(account.SlotTime.TotalMilliseconds)));
    }

    [Fact]
    public void Verify_ABlockWithoutReference_IsLeftAloneForAMinute()
    {
        var dump = Job(SoundLedgers.Small).WithBlock(SoundLedgers.Block);
        Assert.Empty(Verify(At(5 + 60), dump).Findings);
        Assert.Single(Verify(At(5 + 61), dump).Findings, finding => finding.Code == FindingCodes.BlockOrphan);
        Assert.Empty(Verify(MuchLater, Job(SoundLedgers.Small[..8]).WithBlock(SoundLedgers.Block)).Findings);
    }

    [Fact]
    public void Verify_OfACopyWhoseSourceWasReadWhileItRan_WaitsForAnotherLook()
    {
        LedgerDump[] dumps = [Job(SoundLedgers.Small[..^1], id: "first", key: "k"), SoundLedgers.Copied[1]];
        Assert.Empty(Verify(At(60 + 19), dumps).Findings);
        Assert.Single(Verify(At(60 + 20), dumps).Findings, finding => finding.Code == FindingCodes.CopyUnfounded);
    }

    [Fact]
    public void Consult_OfTheSourceOfACopy_JudgesTheCopyByIt()
    {
        var verification = new LedgerVerification();
        verification.Add(SoundLedgers.Copied[1]);
        verification.Consult(new JobHistory("first", 1, [.. Job(SoundLedgers.GivenUp, id: "first", key: "k").Events.Select(row => row.Event!)]));

        var report = verification.Complete();

        Assert.Equal(1, report.Jobs);
        Assert.Single(report.Findings, finding => finding is { Code: FindingCodes.CopyUnfounded, JobId: "job" });
    }

    [Theory]
    [InlineData(5, 0)]
    [InlineData(5.1, 1)]
    public void Verify_WorkBesideAFreeSlot_MayWaitForFiveSeconds(double pause, int warnings)
    {
        var report = Verify(null, Job(DamagedLedgers.Idle(pause)));
        Assert.Equal(warnings, report.Findings.Count);
        Assert.All(report.Findings, finding => Assert.True(finding is { Code: FindingCodes.IdleSlot, IsWarning: true }));
        Assert.Empty(LedgerVerifier.Verify(Job(DamagedLedgers.Idle(pause))));
    }

    public static TheoryData<string> Reasons => ["another job had the slot", "the job has its most slots", "a pause after a failure", "an express slot", "the slot's attempt was lost", "read before"];

    [Theory]
    [MemberData(nameof(Reasons))]
    public void Verify_WorkThatHasAReasonToWait_IsNoWarning(string reason)
    {
        var idle = DamagedLedgers.Idle(30);
        var patient = JobPolicy.Default with { Backoff = TimeSpan.FromSeconds(29) };
        LedgerEvent[] failing = [Plan(1), Grant(0, 1, 1), End(0, 1, 2, AttemptEnd.Failed), Grant(0, 2, 32), Commit(1, 0, 2, 0, 20, 33), Succeed(34)];
        var dumps = reason switch
        {
            "another job had the slot" => new[] { Job(idle), Job([Plan(1), Grant(0, 1, 3, slot: 0, lease: 5), Commit(1, 0, 1, 0, 20, 31), End(0, 1, 31), Succeed(31)], id: "other") },
            "the job has its most slots" => [Job([idle[0], Grant(0, 1, 1, slot: 0, lease: 1), Grant(1, 1, 1, slot: 1), End(1, 1, 1.5, AttemptEnd.Failed), .. SlowFirst], policy: new JobPolicy { MaxSlots = 1 })],
            "a pause after a failure" => [Job(failing, policy: patient)],
            "an express slot" => [Job(idle.Select(it => it is LedgerEvent.Granted granted ? granted with { IsExpress = true } : it))],
            "the slot's attempt was lost" => [Job([Plan(1), Grant(0, 1, 1), End(0, 1, 2, AttemptEnd.Lost), Grant(0, 2, 32), Commit(1, 0, 2, 0, 20, 33), Succeed(34)])],
            _ => [Job(idle)],
        };

        Assert.Empty(Verify(reason == "read before" ? At(40) : null, dumps).Findings);
    }

    private static LedgerEvent[] SlowFirst => [Commit(1, 0, 1, 0, 10, 30), End(0, 1, 30), Grant(1, 2, 31, slot: 1, lease: 2), Commit(2, 1, 2, 10, 20, 32), Succeed(33)];

    private static IEnumerable<string> Codes() =>
        typeof(FindingCodes).GetFields(BindingFlags.Public | BindingFlags.Static).Select(field => (string)field.GetRawConstantValue()!);
}
