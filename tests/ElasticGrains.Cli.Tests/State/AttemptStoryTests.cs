using ElasticGrains.Cli.State;
using ElasticGrains.Jobs;
using ElasticGrains.Ledger;

namespace ElasticGrains.Cli.Tests.State;

public sealed class AttemptStoryTests
{
    private static readonly DateTimeOffset Noon = new(2026, 1, 2, 12, 0, 0, TimeSpan.Zero);
    private static readonly Failure Broke = new(FailureFault.Kernel, "kernel", "Kernel 'k' threw TimeoutException\nin items [1, 2)");

    [Fact]
    public void Story_OfAllShards_TellsFailuresAndLosses()
    {
        LedgerEvent[] events =
        [
            new LedgerEvent.Planned(4), Granted(0, 1), Granted(1, 1), Ended(0, 1, AttemptEnd.Completed), Ended(1, 1, AttemptEnd.Lost, Gone),
            Granted(1, 2), Ended(1, 2, AttemptEnd.Refused), Granted(1, 3), Ended(1, 3, AttemptEnd.Failed, Broke),
            new LedgerEvent.Quarantined(1, new ItemRange(5, 10), Broke, Noon),
        ];

        Assert.Equal(
            [
                "shard 1 attempt 1 lost with silo silo-1: it is gone",
                "shard 1 attempt 3 failed: Kernel 'k' threw TimeoutException in items [1, 2)",
                "shard 1 attempt 3 was the last one: items [5, 10) are given up",
            ],
            Lines(events));
    }

    [Fact]
    public void Story_OfOneShardInARun_TellsEverythingOfIt()
    {
        LedgerEvent[] events =
        [
            new LedgerEvent.Planned(100), Granted(0, 1), Granted(10, 1, more: 9), new LedgerEvent.Adopted(10, 1, 2, Noon),
            new LedgerEvent.Split(10, 17, 17), Granted(17, 3), Ended(17, 3, AttemptEnd.Stopped),
            new LedgerEvent.Split(10, 16, 16), Ended(10, 2, AttemptEnd.Failed, Broke), Granted(16, 3), Ended(16, 3, AttemptEnd.Completed),
        ];

        Assert.Equal(
            [
                "shard 15 attempt 1 began on silo-1, slot 0, in a run of the shards 10 to 19",
                "shard 15 attempt 1 goes on as attempt 2: the job has a new writer",
                "shard 15 attempt 2 failed: Kernel 'k' threw TimeoutException in items [1, 2)",
            ],
            Lines(events, 15));
        Assert.Equal(2, Lines(events, 16).Count(line => line.StartsWith("shard 16 attempt 3", StringComparison.Ordinal)));
        Assert.Equal(["shard 15 attempt 2 failed: Kernel 'k' threw TimeoutException in items [1, 2)"], Lines(events));
    }

    private static Failure Gone => Broke with { Kind = "lost", Message = "it is gone" };

    private static LedgerEvent Granted(int shard, long attempt, int more = 0) => new LedgerEvent.Granted(shard, attempt, "silo-1", 0, Noon) { More = more };

    private static LedgerEvent Ended(int shard, long attempt, AttemptEnd end, Failure? failure = null) => new LedgerEvent.AttemptEnded(shard, attempt, end, failure, Noon);

    private static IEnumerable<string> Lines(IEnumerable<LedgerEvent> events, int? shard = null) => AttemptStory.Of(events, shard).Select(line => line.Line);
}
