using ElasticGrains.Cli.Output;
using ElasticGrains.Scheduling;

namespace ElasticGrains.Cli.Tests.Output;

public sealed class SlotWaitTextTests
{
    [Fact]
    public void Lines_AllSlotsTaken_NameHoldersAndJobsBefore()
    {
        var wait = new SlotWait
        {
            JobId = "z",
            IsQueued = true,
            Wanted = 8,
            Block = SlotBlock.Taken,
            JobsBefore = 1,
            SlotsBefore = 12,
            Before = [new WaitingJob("y", 12, 5)],
            Silos =
            [
                new SiloUse("a", 4, 0, 0, [new SlotHolder("x", 3, 1, 0), new SlotHolder("y", 1, 0, 1)], KeptFor: null) { Express = 1 },
                new SiloUse("b", 1, 0, 1, [], KeptFor: null),
            ],
            ExpressBefore = 0,
        };

        Assert.Equal(
            [
                "wants    8 more slots, priority 0: none is free",
                "silo     a  4 of 4 slots taken, 1 of 1 express slot; job x 4 (express 1), job y 1 (1 offered, not taken yet)",
                "silo     b  0 of 1 slot taken; 1 retired: a kernel call never came back; restart that silo",
                "before   1 job that wants 12 slots, by priority and first come: y (wants 12, priority 5)",
                "starts   13 slots that come free, or silos with so many more; fewer where jobs before it are cancelled or want less; or, as it has no slot at all, an express slot: "
                + "those who have one give it back after their turn",
            ],
            SlotWaitText.Lines(wait));
    }

    [Fact]
    public void Lines_SilosKeptForOneShard_SayForWhose()
    {
        var wait = new SlotWait
        {
            JobId = "z",
            Wanted = 1,
            Block = SlotBlock.Kept,
            Alone = ["s"],
            Silos = [new SiloUse("a", 2, 1, 0, [new SlotHolder("x", 1, 0, 0)], KeptFor: "s")],
        };

        Assert.Equal(
            [
                "wants    1 more slot, priority 0: slots are free, but kept for a shard that is to run alone",
                "silo     a  1 of 2 slots taken; job x 1; kept for a shard of job s that is to run alone",
                "before   no other job: the next free slot is this one's",
                "alone    an empty silo goes first to a shard that is to run alone, of job s",
                "starts   the end of that shard's turn, or another silo's slot",
            ],
            SlotWaitText.Lines(wait));
    }
}
