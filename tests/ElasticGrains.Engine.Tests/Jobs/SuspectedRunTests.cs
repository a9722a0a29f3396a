using ElasticGrains.Engine.Jobs;
using ElasticGrains.Ledger;

namespace ElasticGrains.Engine.Tests.Jobs;

/// <summary>Runs under which silos die: which of their shards was it?</summary>
public class SuspectedRunTests
{
    private readonly DyingSilos _silos = new();

    [Fact]
    public void Trial_OfOneOfASuspectedRun_IsNotGivenUpForTheDeathsOfTheWhole()
    {
        var job = JobBench.Planned(items: 160_000, shards: 16_000, DyingSilos.FinishRest, slots: 1);
        foreach (var (silo, isAlone) in new[] { ("a", false), ("b", false), ("c", true), ("d", true) })
        {
            _silos.Grant(job, silo, isAlone);
            DyingSilos.Lose(job, silo);
        }

        Assert.Equal(new ItemRange(0, 10), _silos.Grant(job, "e", isAlone: true).Range);
        job.Settle(new JobEvent.SiloLost("e") { HasLeft = true });
        Assert.Empty(job.Machine.State.Quarantined);

        _silos.Grant(job, "f", isAlone: true);
        DyingSilos.Lose(job, "f");
        Assert.Equal([new ItemRange(0, 10)], job.Machine.State.Quarantined);
    }

    [Fact]
    public void Trial_OfARun_TriesItsShardsApartAndClearsTheOthersWithTheVerdict()
    {
        var job = JobBench.Planned(items: 160, shards: 16, DyingSilos.FinishRest, slots: 1);
        foreach (var silo in new[] { "a", "b" })
        {
            var run = _silos.Grant(job, silo);
            Assert.Equal(80, run.Range.End);
            DyingSilos.Lose(job, silo);
        }

        var innocent = _silos.Grant(job, "c", isAlone: true);
        DyingSilos.Commit(job, innocent, 10);
        job.Settle(new JobEvent.Ended(JobBench.Ended(innocent.Shard, innocent.Attempt, AttemptEnd.Completed)));
        var guilty = _silos.Grant(job, "c", isAlone: true);
        DyingSilos.Lose(job, "c");

        Assert.Equal((new ItemRange(0, 10), new ItemRange(10, 20)), (innocent.Range, guilty.Range));
        Assert.Equal([new ItemRange(10, 20)], job.Machine.State.Quarantined);
        Assert.Equal(new ItemRange(20, 80), _silos.Grant(job, "d").Range);
        Assert.Empty(job.Machine.State.Shard(2).Deaths);
    }

    [Fact]
    public void Trial_OfALongRun_TriesAPartFirstAndGivesNobodyUpForIt()
    {
        var job = JobBench.Planned(items: 160_000, shards: 16_000, DyingSilos.FinishRest, slots: 1);
        foreach (var silo in new[] { "a", "b" })
        {
            _silos.Grant(job, silo);
            DyingSilos.Lose(job, silo);
        }

        Assert.Equal(new ItemRange(0, 2500), _silos.Grant(job, "c", isAlone: true).Range);
        DyingSilos.Lose(job, "c");
        Assert.Equal(new ItemRange(0, 80), _silos.Grant(job, "d", isAlone: true).Range);
        DyingSilos.Lose(job, "d");

        Assert.Empty(job.Machine.State.Quarantined);
        Assert.Equal(new ItemRange(0, 10), _silos.Grant(job, "e", isAlone: true).Range);
        DyingSilos.Lose(job, "e");
        Assert.Equal([new ItemRange(0, 10)], job.Machine.State.Quarantined);
    }
}
