using ElasticGrains.Engine.Jobs;
using ElasticGrains.Jobs;
using ElasticGrains.Ledger;
using ElasticGrains.Scheduling;
using ElasticGrains.Shards;

namespace ElasticGrains.Engine.Tests.Jobs;

/// <summary>Shards under which silos die.</summary>
public class JobMachineSuspectTests
{
    private readonly DyingSilos _silos = new();

    [Fact]
    public void Deaths_OneOfThem_LeavesTheShardInCompany()
    {
        var job = JobBench.Planned(shards: 1);
        _silos.Grant(job, "a");

        DyingSilos.Lose(job, "a");

        Assert.Equal(0, _silos.Grant(job, "b").Shard);
    }

    [Fact]
    public void Deaths_OfTwoSilos_HaveTheShardWaitForOneOfItsOwn()
    {
        var job = JobBench.Planned(shards: 1);
        _silos.Grant(job, "a");
        DyingSilos.Lose(job, "a");
        _silos.Grant(job, "b");

        var effects = DyingSilos.Lose(job, "b");

        Assert.True(effects.OfType<JobEffect.RequestSilo>().Single().Wanted);
        Assert.IsType<JobEffect.ReturnSlot>(Assert.Single(job.Settle(_silos.Offer("c"))));
        Assert.Equal(0, _silos.Grant(job, "c", isAlone: true).Shard);
    }

    [Fact]
    public void Deaths_WhereTheSiloLeftInOrder_DoNotCount()
    {
        var job = JobBench.Planned(shards: 1);
        for (var silo = 0; silo < 5; silo++)
        {
            _silos.Grant(job, $"s{silo}");
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
            var grant = _silos.Grant(job, $"s{silo}");
            DyingSilos.Commit(job, grant, grant.Range.Start + 1);
            DyingSilos.Lose(job, $"s{silo}");
        }

        Assert.False(job.Machine.State.Shard(0).IsSuspect);
    }

    [Fact]
    public void Trial_SiloDiesAgain_GivesUpTheShardAndSaysWhatItDid()
    {
        var job = JobBench.Planned(items: 20, shards: 2, DyingSilos.FinishRest);
        var (suspect, other) = (_silos.Grant(job, "a"), _silos.Grant(job, "a"));
        DyingSilos.Lose(job, "a");
        (suspect, other) = (_silos.Grant(job, "b"), _silos.Grant(job, "elsewhere"));
        DyingSilos.Commit(job, other, other.Range.End);
        job.Settle(new JobEvent.Ended(JobBench.Ended(other.Shard, other.Attempt, AttemptEnd.Completed)));
        DyingSilos.Lose(job, "b");
        job.After(TimeSpan.FromMinutes(2));
        _silos.Grant(job, "c", isAlone: true);

        DyingSilos.Lose(job, "c");

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
        job.Settle(_silos.Offer("c", isAlone: true));

        DyingSilos.Lose(job, "c");

        Assert.Equal((JobPhase.Running, 2), (job.Machine.State.Phase, job.Machine.State.Shard(0).Deaths.Count));
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
        var trial = _silos.Grant(job, "c", isAlone: true);

        var effects = DyingSilos.Commit(job, trial, trial.Range.Start + 3);

        Assert.Equal(CommitStatus.Accepted, effects.OfType<JobEffect.AnswerCommit>().Single().Answer.Status);
        Assert.Equal((0, trial.Attempt), (effects.OfType<JobEffect.StopShard>().Single().Shard, trial.Attempt));
        Assert.False(job.Machine.State.Shard(0).IsSuspect);
        Assert.Equal(new ItemRange(3, 100), _silos.Grant(job, "d").Range);
    }

    [Fact]
    public void Trial_OfOneSuspect_HasTheOthersWaitAndShardsThatAreNoneGoOn()
    {
        var job = JobBench.Planned(items: 30, shards: 3);
        foreach (var silo in new[] { "a", "b" })
        {
            _silos.Grant(job, silo);
            _silos.Grant(job, silo);
            DyingSilos.Lose(job, silo);
        }

        var trial = _silos.Grant(job, "c", isAlone: true);

        Assert.IsType<JobEffect.ReturnSlot>(job.Settle(_silos.Offer("d", isAlone: true))[0]);
        Assert.Equal((0, 2), (trial.Shard, _silos.Grant(job, "d").Shard));
        DyingSilos.Commit(job, trial, 10);
        job.Settle(new JobEvent.Ended(JobBench.Ended(0, trial.Attempt, AttemptEnd.Completed)));
        Assert.Equal(1, _silos.Grant(job, "e", isAlone: true).Shard);
    }

    [Fact]
    public void Trial_NoSiloIsFoundInTime_TakesAnySlotAndNeedsMoreDeaths()
    {
        var job = Suspected(out var effects);
        for (var death = Suspicion.DeathsOfASuspect; death < Suspicion.DeathsInCompany; death++)
        {
            Assert.Equal(JobPhase.Running, job.Machine.State.Phase);
            Assert.IsType<JobEffect.ReturnSlot>(job.Settle(_silos.Offer("x"))[0]);
            effects = job.Wait(TimeSpan.FromSeconds(31));
            Assert.Contains(effects, effect => effect is JobEffect.RequestSlots { Wanted: 1 });
            _silos.Grant(job, $"s{death}");
            DyingSilos.Lose(job, $"s{death}");
        }

        Assert.Equal((JobPhase.Failed, Suspicion.FailureKind), (job.Machine.State.Phase, job.Machine.State.Outcome!.Failure!.Kind));
        Assert.Contains("not alone, with no other shard of the job on silo s5", job.Machine.State.Outcome.Failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Trial_NoSiloIsFoundForTheFirst_TheNextDoesNotWaitAnew()
    {
        var job = JobBench.Planned(items: 20, shards: 2);
        foreach (var silo in new[] { "a", "b" })
        {
            _silos.Grant(job, silo);
            _silos.Grant(job, silo);
            DyingSilos.Lose(job, silo);
        }

        job.Wait(TimeSpan.FromSeconds(31));
        var first = _silos.Grant(job, "c");
        DyingSilos.Commit(job, first, 10);
        job.Settle(new JobEvent.Ended(JobBench.Ended(0, first.Attempt, AttemptEnd.Completed)));
        job.Wait(TimeSpan.FromMilliseconds(250));

        Assert.Equal(1, _silos.Grant(job, "d").Shard);
    }

    [Fact]
    public void Takeover_OfTheSiloOfTheJobToo_CountsWhatItKilled()
    {
        var job = JobBench.Planned(shards: 1);
        foreach (var silo in new[] { "a", "b" })
        {
            _silos.Grant(job, silo);
            job = job.TakenOver();
            job.Settle(new JobEvent.Activated(1) { Gone = [new SiloLoss(silo, HasLeft: false)] });
        }

        Assert.True(job.Machine.State.Shard(0).IsSuspect);
        _silos.Grant(job, "c", isAlone: true);
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
        Assert.IsType<JobEffect.ReturnSlot>(Assert.Single(job.Settle(_silos.Offer("c"))));
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
        _silos.Grant(job, "a");
        DyingSilos.Lose(job, "a");
        _silos.Grant(job, "b");
        effects = DyingSilos.Lose(job, "b");
        return job;
    }
}
