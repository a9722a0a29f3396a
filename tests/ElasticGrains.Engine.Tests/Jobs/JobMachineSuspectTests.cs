using ElasticGrains.Engine.Jobs;
using ElasticGrains.Jobs;
using ElasticGrains.Ledger;
using ElasticGrains.Scheduling;
using ElasticGrains.Shards;

namespace ElasticGrains.Engine.Tests.Jobs;

/// <summary>Shards under which silos die.</summary>
public class JobMachineSuspectTests
{
    private static readonly JobPolicy FinishRest = new() { OnQuarantine = FailurePolicy.FinishRest };

    private long _epoch;

    [Fact]
    public void Deaths_OneOfThem_LeavesTheShardInCompany()
    {
        var job = JobBench.Planned(shards: 1);
        Grant(job, "a");

        Lose(job, "a");

        Assert.Equal(0, Grant(job, "b").Shard);
    }

    [Fact]
    public void Deaths_OfTwoSilos_HaveTheShardWaitForOneOfItsOwn()
    {
        var job = JobBench.Planned(shards: 1);
        Grant(job, "a");
        Lose(job, "a");
        Grant(job, "b");

        var effects = Lose(job, "b");

        Assert.True(effects.OfType<JobEffect.RequestSilo>().Single().Wanted);
        Assert.IsType<JobEffect.ReturnSlot>(Assert.Single(job.Settle(Offer("c"))));
        Assert.Equal(0, Grant(job, "c", isAlone: true).Shard);
    }

    [Fact]
    public void Deaths_WhereTheSiloLeftInOrder_DoNotCount()
    {
        var job = JobBench.Planned(shards: 1);
        for (var silo = 0; silo < 5; silo++)
        {
            Grant(job, $"s{silo}");
            job.Settle(new JobEvent.SiloLost($"s{silo}") { HasLeft = true });
        }

        Assert.Empty(job.Machine.State.Shard(0).Deaths);
    }

    [Fact]
    public void Deaths_ACommitBetweenThem_AreCountedAnew()
    {
        var job = JobBench.Planned(shards: 1);
        for (var silo = 0; silo < 5; silo++)
        {
            var grant = Grant(job, $"s{silo}");
            Commit(job, grant, grant.Range.Start + 1);
            Lose(job, $"s{silo}");
        }

        Assert.False(job.Machine.State.Shard(0).IsSuspect);
    }

    [Fact]
    public void Trial_SiloDiesAgain_GivesUpTheShardAndSaysWhatItDid()
    {
        var job = JobBench.Planned(items: 20, shards: 2, FinishRest);
        var (suspect, other) = (Grant(job, "a"), Grant(job, "a"));
        Lose(job, "a");
        (suspect, other) = (Grant(job, "b"), Grant(job, "elsewhere"));
        Commit(job, other, other.Range.End);
        job.Settle(new JobEvent.Ended(JobBench.Ended(other.Shard, other.Attempt, AttemptEnd.Completed)));
        Lose(job, "b");
        job.After(TimeSpan.FromMinutes(2));
        Grant(job, "c", isAlone: true);

        Lose(job, "c");

        var outcome = job.Machine.State.Outcome!;
        Assert.Equal((JobPhase.Failed, Suspicion.FailureKind), (outcome.Phase, outcome.Failure!.Kind));
        Assert.Equal([suspect.Range], outcome.Quarantined);
        Assert.StartsWith(
            "Shard 0 killed its silo 3 times: with 1 other shard on silo a at 00:00:00 UTC, with no other shard of the job on silo b at 00:00:00 UTC, alone on silo c at 00:02:00 UTC. Something in items [0, 10) ",
            outcome.Failure.Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Trial_ItsGrantWasLost_IsNoProof()
    {
        var job = Suspected(out _);
        job.Settle(Offer("c", isAlone: true));

        Lose(job, "c");

        Assert.Equal((JobPhase.Running, 2), (job.Machine.State.Phase, job.Machine.State.Shard(0).Deaths.Count));
    }

    [Fact]
    public void Trial_OfOneOfASuspectedRun_IsNotGivenUpForTheDeathsOfTheWhole()
    {
        var job = JobBench.Planned(items: 160_000, shards: 16_000, FinishRest, slots: 1);
        foreach (var (silo, isAlone) in new[] { ("a", false), ("b", false), ("c", true), ("d", true) })
        {
            Grant(job, silo, isAlone);
            Lose(job, silo);
        }

        Assert.Equal(new ItemRange(0, 10), Grant(job, "e", isAlone: true).Range);
        job.Settle(new JobEvent.SiloLost("e") { HasLeft = true });
        Assert.Empty(job.Machine.State.Quarantined);

        Grant(job, "f", isAlone: true);
        Lose(job, "f");
        Assert.Equal([new ItemRange(0, 10)], job.Machine.State.Quarantined);
    }

    [Fact]
    public void Deaths_ReadWithoutTheCommitsBetweenThem_AreThoseThatCount()
    {
        LedgerEvent[] events = [.. Convicted().Take(2), Granted(1), Died(1, inARow: 1), Granted(2), Died(2, inARow: 1)];

        Assert.Equal(["s2"], JobState.Of(new JobHistory("j", 1, events)).Shard(0).Deaths.Select(death => death.Silo));

        static LedgerEvent Granted(int attempt) => new LedgerEvent.Granted(0, attempt, $"s{attempt}", 0, JobBench.Begin);
        static LedgerEvent Died(int attempt, int inARow) => new LedgerEvent.AttemptEnded(0, attempt, AttemptEnd.Lost, null, JobBench.Begin)
        {
            Death = new SiloDeath($"s{attempt}", JobBench.Begin, Others: 0, WasAlone: false) { InARow = inARow },
        };
    }

    [Fact]
    public void Trial_Commits_AcquitsTheShardWhichGoesOnInCompany()
    {
        var job = Suspected(out _);
        var trial = Grant(job, "c", isAlone: true);

        var effects = Commit(job, trial, trial.Range.Start + 3);

        Assert.Equal(CommitStatus.Accepted, effects.OfType<JobEffect.AnswerCommit>().Single().Answer.Status);
        Assert.Equal((0, trial.Attempt), (effects.OfType<JobEffect.StopShard>().Single().Shard, trial.Attempt));
        Assert.False(job.Machine.State.Shard(0).IsSuspect);
        Assert.Equal(new ItemRange(3, 100), Grant(job, "d").Range);
    }

    [Fact]
    public void Trial_OfOneSuspect_HasTheOthersWaitAndShardsThatAreNoneGoOn()
    {
        var job = JobBench.Planned(items: 30, shards: 3);
        foreach (var silo in new[] { "a", "b" })
        {
            Grant(job, silo);
            Grant(job, silo);
            Lose(job, silo);
        }

        var trial = Grant(job, "c", isAlone: true);

        Assert.IsType<JobEffect.ReturnSlot>(job.Settle(Offer("d", isAlone: true))[0]);
        Assert.Equal((0, 2), (trial.Shard, Grant(job, "d").Shard));
        Commit(job, trial, 10);
        job.Settle(new JobEvent.Ended(JobBench.Ended(0, trial.Attempt, AttemptEnd.Completed)));
        Assert.Equal(1, Grant(job, "e", isAlone: true).Shard);
    }

    [Fact]
    public void Trial_NoSiloIsFoundInTime_TakesAnySlotAndNeedsMoreDeaths()
    {
        var job = Suspected(out var effects);
        for (var death = Suspicion.DeathsOfASuspect; death < Suspicion.DeathsInCompany; death++)
        {
            Assert.Equal(JobPhase.Running, job.Machine.State.Phase);
            Assert.IsType<JobEffect.ReturnSlot>(job.Settle(Offer("x"))[0]);
            effects = job.Wait(TimeSpan.FromSeconds(31));
            Assert.Contains(effects, effect => effect is JobEffect.RequestSlots { Wanted: 1 });
            Grant(job, $"s{death}");
            Lose(job, $"s{death}");
        }

        Assert.Equal((JobPhase.Failed, Suspicion.FailureKind), (job.Machine.State.Phase, job.Machine.State.Outcome!.Failure!.Kind));
        Assert.Contains("not alone, with no other shard of the job on silo s5", job.Machine.State.Outcome.Failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Takeover_OfTheSiloOfTheJobToo_CountsWhatItKilled()
    {
        var job = JobBench.Planned(shards: 1);
        foreach (var silo in new[] { "a", "b" })
        {
            Grant(job, silo);
            job = job.TakenOver();
            job.Settle(new JobEvent.Activated(1) { Gone = [new SiloLoss(silo, HasLeft: false)] });
        }

        Assert.True(job.Machine.State.Shard(0).IsSuspect);
        Grant(job, "c", isAlone: true);
        job = job.TakenOver();
        job.Settle(new JobEvent.Activated(1) { Gone = [new SiloLoss("c", HasLeft: false)] });

        Assert.Equal(Suspicion.FailureKind, job.Machine.State.Outcome!.Failure!.Kind);
    }

    [Fact]
    public void Takeover_WhileASuspectWaits_AsksForASiloAgain()
    {
        var job = Suspected(out _).TakenOver();

        var effects = job.Settle(new JobEvent.Activated(1));

        Assert.True(effects.OfType<JobEffect.RequestSilo>().Single().Wanted);
        Assert.IsType<JobEffect.ReturnSlot>(Assert.Single(job.Settle(Offer("c"))));
    }

    [Fact]
    public void Trial_OfARun_TriesItsShardsApartAndClearsTheOthersWithTheVerdict()
    {
        var job = JobBench.Planned(items: 160, shards: 16, FinishRest, slots: 1);
        foreach (var silo in new[] { "a", "b" })
        {
            var run = Grant(job, silo);
            Assert.Equal(80, run.Range.End);
            Lose(job, silo);
        }

        var innocent = Grant(job, "c", isAlone: true);
        Commit(job, innocent, 10);
        job.Settle(new JobEvent.Ended(JobBench.Ended(innocent.Shard, innocent.Attempt, AttemptEnd.Completed)));
        var guilty = Grant(job, "c", isAlone: true);
        Lose(job, "c");

        Assert.Equal((new ItemRange(0, 10), new ItemRange(10, 20)), (innocent.Range, guilty.Range));
        Assert.Equal([new ItemRange(10, 20)], job.Machine.State.Quarantined);
        Assert.Equal(new ItemRange(20, 80), Grant(job, "d").Range);
        Assert.Empty(job.Machine.State.Shard(2).Deaths);
    }

    [Fact]
    public void Trial_OfALongRun_TriesAPartFirstAndGivesNobodyUpForIt()
    {
        var job = JobBench.Planned(items: 160_000, shards: 16_000, FinishRest, slots: 1);
        foreach (var silo in new[] { "a", "b" })
        {
            Grant(job, silo);
            Lose(job, silo);
        }

        Assert.Equal(new ItemRange(0, 2500), Grant(job, "c", isAlone: true).Range);
        Lose(job, "c");
        Assert.Equal(new ItemRange(0, 80), Grant(job, "d", isAlone: true).Range);
        Lose(job, "d");

        Assert.Empty(job.Machine.State.Quarantined);
        Assert.Equal(new ItemRange(0, 10), Grant(job, "e", isAlone: true).Range);
        Lose(job, "e");
        Assert.Equal([new ItemRange(0, 10)], job.Machine.State.Quarantined);
    }

    [Fact]
    public void Reopened_AfterTheVerdict_ForgetsTheDeaths()
    {
        var state = JobState.Of(new JobHistory("j", 1, [.. Convicted(), new LedgerEvent.Reopened(JobBench.Begin)]));

        Assert.Equal((ShardPhase.Pending, 0), (state.Shard(0).Phase, state.Shard(0).Deaths.Count));
    }

    private static IEnumerable<LedgerEvent> Convicted()
    {
        yield return new LedgerEvent.Accepted(new JobSpec { Id = "j", Kernel = "k", KernelVersion = 1, Input = default }, "hash", 10, JobBench.Begin);
        yield return new LedgerEvent.Planned(1);
        for (var attempt = 1; attempt <= 3; attempt++)
        {
            var death = new SiloDeath($"s{attempt}", JobBench.Begin, Others: 0, WasAlone: attempt == 3) { InARow = attempt };
            yield return new LedgerEvent.Granted(0, attempt, death.Silo, 0, JobBench.Begin) { IsAlone = death.WasAlone };
            yield return new LedgerEvent.AttemptEnded(0, attempt, AttemptEnd.Lost, null, JobBench.Begin) { Death = death };
        }

        yield return new LedgerEvent.Quarantined(0, new ItemRange(0, 10), new Failure(FailureFault.Kernel, Suspicion.FailureKind, "It did."), JobBench.Begin);
    }

    private JobBench Suspected(out IReadOnlyList<JobEffect> effects)
    {
        var job = JobBench.Planned(shards: 1);
        Grant(job, "a");
        Lose(job, "a");
        Grant(job, "b");
        effects = Lose(job, "b");
        return job;
    }

    private JobEvent.SlotOffered Offer(string silo, bool isAlone = false) => new(JobBench.Lease(++_epoch, silo) with { IsAlone = isAlone });

    /// <summary>Grants the next shard, durably; one that is alone says that it has its slot, and gets the epoch under which it may begin.</summary>
    private ShardGrant Grant(JobBench job, string silo, bool isAlone = false)
    {
        var grant = job.Settle(Offer(silo, isAlone)).OfType<JobEffect.StartShard>().Single().Grant;
        if (isAlone)
        {
            var report = JobBench.Report(grant.Shard, grant.Attempt) with { Lease = grant.Lease };
            grant = grant with { Attempt = job.Settle(new JobEvent.Reported(report)).OfType<JobEffect.AnswerReport>().Single().Answer.NewAttempt };
            Assert.Equal(grant.Attempt, job.Machine.State.Shard(grant.Shard).Attempt);
        }

        return grant;
    }

    private static IReadOnlyList<JobEffect> Lose(JobBench job, string silo) => job.Settle(new JobEvent.SiloLost(silo));

    private static IReadOnlyList<JobEffect> Commit(JobBench job, ShardGrant grant, long end) =>
        job.Settle(new JobEvent.CommitOffered(JobBench.Commit(grant.Shard, grant.Attempt, grant.Range.Start, end)));
}
