using ElasticGrains.Engine.History;
using ElasticGrains.Jobs;
using ElasticGrains.Ledger;

namespace ElasticGrains.Engine.Tests.History;

/// <summary>The story of one shard.</summary>
public class ShardHistoryTests
{
    private static readonly DateTimeOffset Noon = new(2026, 1, 2, 12, 0, 0, TimeSpan.Zero);
    private static readonly Failure Broke = new(FailureFault.Kernel, "kernel", "It broke.", "System.TimeoutException") { Silo = "s1" };

    [Fact]
    public void History_OfAShardUnderWhichASiloDied_NamesTheDeathAndItsEvidence()
    {
        var death = new SiloDeath("s1", Noon.AddSeconds(9), Others: 2, WasAlone: false) { InARow = 1 };
        var told = Tell(
            1,
            new LedgerEvent.Planned(3), Granted(1, 1, "s1"),
            new LedgerEvent.AttemptEnded(1, 1, AttemptEnd.Lost, Gone, Noon) { Death = death, Why = LedgerReasons.SiloDied },
            Granted(1, 2, "s2"), Ended(1, 2, AttemptEnd.Completed));

        Assert.Equal(["planned", "granted", "lost", "granted", "completed"], told.Select(it => it.Kind));
        var lost = told[2];
        Assert.Equal(("silo s1 died", LedgerReasons.SiloDied, death, "s1", 1L), (lost.Text, lost.Why, lost.Death, lost.Silo, lost.Attempt));
        Assert.StartsWith(
            "the other silos declared s1 dead, as the job heard at 2026-01-02 12:00:09.000Z, while the shard was computed there with 2 other shards of the job", lost.Evidence, StringComparison.Ordinal);
        Assert.Equal("again, to s2, slot 0", told[3].Text);
    }

    [Fact]
    public void History_FromBeforeThereWereReasons_StillHasTheDeathAndTheFailure()
    {
        var told = Tell(
            0,
            new LedgerEvent.Planned(1), Granted(0, 1, "s1"), Ended(0, 1, AttemptEnd.Lost, Gone) with { Death = new SiloDeath("s1", Noon, 0, WasAlone: true) },
            Granted(0, 2, "s2"), Ended(0, 2, AttemptEnd.Lost, Gone));

        Assert.Equal((LedgerReasons.SiloDied, null), (told[2].Why, told[4].Why));
        Assert.Equal("It is gone.", told[4].Text);
    }

    [Fact]
    public void History_OfAKernelError_HasTypeAndMessageAndWhatBecameOfIt()
    {
        var told = Tell(
            0, new LedgerEvent.Planned(1), Granted(0, 1, "s1"), Ended(0, 1, AttemptEnd.Failed, Broke), new LedgerEvent.Quarantined(0, new ItemRange(5, 10), Broke, Noon));

        Assert.Equal(("failed", "It broke.", Broke), (told[2].Kind, told[2].Text, told[2].Failure));
        Assert.Equal("the kernel's fault, System.TimeoutException, on s1", told[2].Evidence);
        Assert.Equal(("given-up", "items [5, 10) are given up"), (told[3].Kind, told[3].Text));
    }

    [Theory]
    [InlineData(LedgerReasons.SiloDied, "What had become of it could not be seen")]
    [InlineData(LedgerReasons.SiloKilled, "Its address refused a connection: nothing listened there any more")]
    [InlineData(LedgerReasons.SiloFrozen, "Its address took a connection, and nobody spoke on it: its process was there and stood still, or something on the way did")]
    [InlineData(LedgerReasons.SiloCutOff, "Its address neither took nor refused a connection: the network was cut, or its machine is gone")]
    public void History_OfADeath_SaysWhatWasFound(string why, string found)
    {
        var end = Ended(0, 1, AttemptEnd.Lost, Gone) with { Why = why };
        LedgerEvent.AttemptEnded[] ends = [end, end with { Death = new SiloDeath("s1", Noon, 0, WasAlone: true) }];

        Assert.All(ends, it => Assert.EndsWith($". {found}", Tell(0, new LedgerEvent.Planned(1), Granted(0, 1, "s1"), it)[2].Evidence, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(LedgerReasons.SiloDied, "silo s1 died")]
    [InlineData(LedgerReasons.SiloKilled, "silo s1 died: its process has ended")]
    [InlineData(LedgerReasons.SiloFrozen, "silo s1 stood still")]
    [InlineData(LedgerReasons.SiloCutOff, "silo s1 could not be reached")]
    [InlineData(LedgerReasons.SiloLeft, "silo s1 has left, or was gone before the job's writer could see how")]
    [InlineData(LedgerReasons.Silent, "it was not heard of for too long, though silo s1 counted as alive: frozen, cut off, or too busy")]
    [InlineData(LedgerReasons.NotAdopted, "a new writer took the job over and did not hear of it in time")]
    [InlineData("moved", "It is gone.")]
    public void History_OfALoss_SaysWhy(string why, string text) =>
        Assert.Equal(text, Tell(0, new LedgerEvent.Planned(1), Granted(0, 1, "s1"), Ended(0, 1, AttemptEnd.Lost, Gone) with { Why = why })[2].Text);

    [Theory]
    [InlineData(LedgerReasons.Drained, 0, "silo s1 was drained; what is left goes on elsewhere")]
    [InlineData(LedgerReasons.Drained, 3, "silo s1 was drained; what is left goes on elsewhere, and 3 items that it had begun are computed again")]
    [InlineData(LedgerReasons.ByHand, 0, "it was moved by hand; what is left goes on elsewhere")]
    public void History_OfAShardThatMoved_SaysWhy(string why, long abandoned, string text) =>
        Assert.Equal(text, Tell(0, new LedgerEvent.Planned(1), Granted(0, 1, "s1"), Ended(0, 1, AttemptEnd.Stopped) with { Why = why, Abandoned = abandoned })[2].Text);

    [Fact]
    public void History_OfAShardCutByHand_SaysSo() => Assert.EndsWith(
        "somebody asked for it",
        Tell(0, new LedgerEvent.Planned(1), Granted(0, 1, "s1"), new LedgerEvent.Split(0, 50, 1) { When = Noon, Why = LedgerReasons.ByHand })[2].Text,
        StringComparison.Ordinal);

    [Fact]
    public void History_OfAShardInARun_FollowsItFromRunToRun()
    {
        var told = Tell(
            15,
            new LedgerEvent.Planned(100), Granted(10, 1, "s1", more: 9), Granted(30, 1, "s3", more: 9), new LedgerEvent.WriterTaken(2, "host/7/s2", Noon),
            new LedgerEvent.Adopted(10, 1, 2, Noon), new LedgerEvent.Split(10, 170, 17) { When = Noon, Why = LedgerReasons.FreeSlot },
            new LedgerEvent.Split(10, 150, 15) { When = Noon, Why = LedgerReasons.Recalled }, Ended(10, 2, AttemptEnd.Completed),
            new LedgerEvent.Granted(15, 3, "s2", 1, Noon) { More = 1 }, new LedgerEvent.Split(15, 160, 16) { When = Noon, Why = LedgerReasons.SetApart },
            Ended(15, 3, AttemptEnd.Failed, Broke), Granted(16, 4, "s1"));

        Assert.Equal(
            [
                "planned: shard 15 of 100, numbered from 0",
                "granted: to s1, slot 0, in a run of the shards 10 to 19",
                "taken-over: the job has a new writer, 2: host/7/s2",
                "adopted: found alive by the new writer 2, and goes on as attempt 2",
                "cut: its run was cut before shard 17: a slot was free and no shard waited",
                "cut: its run was cut before shard 15: it ran on an express slot that jobs without any waited for; what it is in now waits for a slot",
                "granted: again, to s2, slot 1, in a run of the shards 15 to 16",
                "cut: its run was cut before shard 16: the shard before failed, and those behind it go on without it",
                "failed: It broke.",
            ],
            Lines(told));
    }

    [Fact]
    public void History_OfAnotherShardOfAFailedRun_NamesTheOneThatFailed()
    {
        LedgerEvent[] events =
        [
            new LedgerEvent.Planned(10), Granted(0, 1, "s1", more: 4), new LedgerEvent.Split(0, 30, 3) { When = Noon, Why = LedgerReasons.SetApart }, Ended(0, 1, AttemptEnd.Failed, Broke),
        ];

        Assert.Equal("failed: its run ended: shard 2 failed: It broke.", Lines(Tell(1, events)).Last());
        Assert.EndsWith("; what it is in now waits for a slot", Lines(Tell(4, events)).Last(), StringComparison.Ordinal);
    }

    [Fact]
    public void History_OfAShardThatWasSplitOff_BeginsThere()
    {
        var told = Tell(
            3,
            new LedgerEvent.Planned(3), Granted(1, 1, "s1"), new LedgerEvent.Split(1, 15, 3) { When = Noon, Why = LedgerReasons.FreeSlot }, Granted(3, 1, "s2"), Finished());

        Assert.Equal(
            ["split-off: made of the end of shard 1, from item 15 on: a slot was free and no shard waited", "granted: to s2, slot 0", "finished: ended with the job, which was cancelled"],
            Lines(told));
    }

    [Fact]
    public void History_OfATrial_SaysThatItBeginsAlone()
    {
        var told = Tell(0, new LedgerEvent.Planned(1), Granted(0, 1, "s1") with { IsAlone = true }, new LedgerEvent.Adopted(0, 1, 2, Noon));

        Assert.Equal(["granted: to s1, slot 0, alone on it", "began: has its silo for itself, and begins as attempt 2"], Lines(told).Skip(1));
    }

    [Fact]
    public void History_Commits_StandWhereTheLastOfThemWas()
    {
        var record = Record(0, [new LedgerEvent.Planned(1), Granted(0, 1, "s1"), Ended(0, 1, AttemptEnd.Completed)]) with
        {
            Commits = [new AttemptCommits(1, Sequence: 12, 3, new ItemRange(0, 10), 300, 4, 8, Noon, Noon.AddSeconds(5))],
        };
        var sequenced = record with { Events = [.. record.Events.Select((it, index) => it with { Sequence = (index + 1) * 5 })] };

        var told = ShardHistory.Of(sequenced);

        Assert.Equal(["planned", "granted", "committed", "completed"], told.Select(it => it.Kind));
        Assert.Equal("items [0, 10) in 3 commits, numbers 4 to 8, the first at 2026-01-02 12:00:00.000Z", told[2].Text);
        Assert.Equal(("s1", Noon.AddSeconds(5)), (told[2].Silo, told[2].At));
    }

    private static Failure Gone => new(FailureFault.Grid, "lost", "It is gone.");

    private static LedgerEvent.Granted Granted(int shard, long attempt, string silo, int more = 0) => new(shard, attempt, silo, 0, Noon) { More = more };

    private static LedgerEvent.AttemptEnded Ended(int shard, long attempt, AttemptEnd end, Failure? failure = null) => new(shard, attempt, end, failure, Noon);

    private static LedgerEvent Finished() => new LedgerEvent.Finished(new JobOutcome { Phase = JobPhase.Cancelled }, null, Noon);

    private static IReadOnlyList<ShardHappening> Tell(int shard, params LedgerEvent[] events) => ShardHistory.Of(Record(shard, events));

    private static IEnumerable<string> Lines(IEnumerable<ShardHappening> told) => told.Select(it => $"{it.Kind}: {it.Text}");

    private static ShardRecord Record(int shard, LedgerEvent[] events) => new()
    {
        Job = new JobEntry("j", "k", "hash", JobPhase.Running, 1000, 0, Noon, null),
        Shards = 1000,
        PlannedShards = events.OfType<LedgerEvent.Planned>().Single().Shards,
        Shard = shard,
        Range = new ItemRange(0, 10),
        Committed = 0,
        Events = [.. events.Select((happened, index) => new SequencedEvent(index + 1, happened))],
        Commits = [],
    };
}
