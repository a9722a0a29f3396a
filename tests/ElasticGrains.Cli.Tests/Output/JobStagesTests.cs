using ElasticGrains.Blocks;
using ElasticGrains.Cli.Output;
using ElasticGrains.Engine.Jobs;
using ElasticGrains.Jobs;
using ElasticGrains.Ledger;

namespace ElasticGrains.Cli.Tests.Output;

public class JobStagesTests
{
    private static readonly JobSpec Spec = new() { Id = "j", Kernel = "k", KernelVersion = 1, Input = "{}"u8.ToArray() };

    [Fact]
    public void Stages_BeforeAnySlot_ArePlanned() => AssertStages("map planned; reduce planned; finish planned");

    [Fact]
    public void Stages_OfAJobThatRuns_BeganWithGrantAndCommit() => AssertStages(
        "map running since 1970-01-01 00:00:01Z; reduce planned; finish planned", Granted(0, at: 1));

    [Fact]
    public void Stages_OfAJobThatCommits_ReduceMeanwhile() => AssertStages(
        "map running since 1970-01-01 00:00:01Z; reduce running since 1970-01-01 00:00:03Z; finish planned", Granted(0, at: 1), Committed(0, at: 3));

    [Fact]
    public void Stages_OfACoveredJob_LeaveTheFinish() => AssertStages(
        "map finished in 3s; reduce finished in 1s; finish running since 1970-01-01 00:00:04Z", Granted(0, at: 1), Committed(0, at: 3), Committed(1, at: 4));

    [Fact]
    public void Stages_OfAFailedJob_AreStoppedWhereItEnded() => AssertStages(
        "map stopped after 8s; reduce stopped after 6s; finish stopped", Granted(0, at: 1), Committed(0, at: 3), Finished(JobPhase.Failed, at: 9));

    [Fact]
    public void Stages_OfASucceededJob_AreFinished() => AssertStages(
        "map finished in 3s; reduce finished in 1s; finish finished in 5s",
        Granted(0, at: 1), Committed(0, at: 3), Committed(1, at: 4), Finished(JobPhase.Succeeded, at: 9));

    private static void AssertStages(string text, params LedgerEvent[] more)
    {
        LedgerEvent[] events = [new LedgerEvent.Accepted(Spec, "hash", 20, At(0)), new LedgerEvent.Planned(2), .. more];
        var history = new JobHistory("j", 1, events);
        var first = events.OfType<LedgerEvent.Committed>().FirstOrDefault()?.At;
        var stages = JobStages.Of(history, JobState.Of(history), first, isReduced: true);
        Assert.Equal(text, JobStages.Text(stages));
        Assert.DoesNotContain(JobStages.Of(history, JobState.Of(history), first, isReduced: false), stage => stage.Name == "reduce");
    }

    private static LedgerEvent.Granted Granted(int shard, int at) => new(shard, 1, "silo", 0, At(at));

    private static LedgerEvent.Committed Committed(int shard, int at) => new(
        shard + 1, shard, 1, new ItemRange(shard * 10, (shard * 10) + 10), new PartialPayload(0, 0, default, null), At(at));

    private static LedgerEvent.Finished Finished(JobPhase phase, int at) => new(new JobOutcome { Phase = phase }, null, At(at));

    private static DateTimeOffset At(int seconds) => DateTimeOffset.UnixEpoch.AddSeconds(seconds);
}
