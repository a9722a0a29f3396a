using CsCheck;
using ElasticGrains.Engine.Scheduling;
using ElasticGrains.Scheduling;

namespace ElasticGrains.Engine.Tests.Scheduling;

public class SlotTableTests
{
    [Fact]
    public void MayHaveBegun_OnlyWhatHadTheSlot_AsLongAsTheSlotRemembers()
    {
        var table = new SlotTable("s", 1);
        Take(5, shard: 1);
        Take(7, shard: 2);

        Assert.True(table.MayHaveBegun(new SlotLease("s", 0, 5), "j", 1, 1));
        Assert.False(table.MayHaveBegun(new SlotLease("s", 0, 5), "j", 2, 1));
        Assert.False(table.MayHaveBegun(new SlotLease("s", 0, 5), "j", 1, 2));
        Assert.False(table.MayHaveBegun(new SlotLease("s", 0, 6), "j", 3, 1));
        Assert.True(table.MayHaveBegun(new SlotLease("other", 0, 6), "j", 3, 1));
        Assert.True(table.MayHaveBegun(new SlotLease("s", 7, 6), "j", 3, 1));

        for (var epoch = 8; epoch < 50; epoch++)
        {
            Take(epoch, shard: epoch);
        }

        Assert.True(table.MayHaveBegun(new SlotLease("s", 0, 6), "j", 3, 1));

        void Take(long epoch, int shard)
        {
            Assert.True(table.TryTake(new SlotLease("s", 0, epoch), "j", shard, attempt: 1));
            table.Free(new SlotLease("s", 0, epoch));
        }
    }

    [Fact]
    public void TryTake_NewerLeaseOfAnIdleSlot_Takes()
    {
        var table = new SlotTable("s", 2);

        Assert.True(table.TryTake(new SlotLease("s", 1, 5), "j", shard: 0, attempt: 1));

        var report = table.Report();
        Assert.Equal([new HeldLease(new SlotLease("s", 1, 5), "j")], report.Held);
        Assert.Equal([0, 5], report.LastEpochs);
    }

    [Theory]
    [InlineData("other", 0, 9)]
    [InlineData("s", -1, 9)]
    [InlineData("s", 2, 9)]
    [InlineData("s", 0, 9)]
    [InlineData("s", 1, 4)]
    [InlineData("s", 1, 3)]
    public void TryTake_LeaseDoesNotHold_Refuses(string silo, int slot, long epoch)
    {
        var table = new SlotTable("s", 2);
        table.TryTake(new SlotLease("s", 0, 5), "j", shard: 0, attempt: 1);
        table.TryTake(new SlotLease("s", 1, 4), "j", shard: 0, attempt: 1);
        table.Free(new SlotLease("s", 1, 4));

        Assert.False(table.TryTake(new SlotLease(silo, slot, epoch), "j", shard: 0, attempt: 1));
    }

    [Fact]
    public void Free_ByAnOldLease_ChangesNothing()
    {
        var table = new SlotTable("s", 1);
        table.TryTake(new SlotLease("s", 0, 1), "j", shard: 0, attempt: 1);
        table.Free(new SlotLease("s", 0, 1));
        table.TryTake(new SlotLease("s", 0, 2), "j", shard: 0, attempt: 1);

        table.Free(new SlotLease("s", 0, 1));

        Assert.Single(table.Report().Held);
    }

    [Fact]
    public void Retire_Slot_IsNeverTakenAgain()
    {
        var table = new SlotTable("s", 1);
        table.TryTake(new SlotLease("s", 0, 1), "j", shard: 0, attempt: 1);

        table.Retire(new SlotLease("s", 0, 1));

        Assert.False(table.TryTake(new SlotLease("s", 0, 2), "j", shard: 0, attempt: 1));
        Assert.Equal(0, table.Usable);
        Assert.Equal([0], table.Report().Retired);
        Assert.Empty(table.Report().Held);
    }

    [Fact]
    public void TryTake_AnyLeases_NeverHoldsASlotTwiceNorGoesBack() => Gen.Select(Gen.Int[0, 2], Gen.Long[1, 20], Gen.Bool).Array[0, 60].Sample(calls =>
    {
        var table = new SlotTable("s", 3);
        var last = new long[3];
        foreach (var (slot, epoch, frees) in calls)
        {
            var lease = new SlotLease("s", slot, epoch);
            if (frees)
            {
                table.Free(lease);
            }
            else if (table.TryTake(lease, "j", shard: 0, attempt: 1))
            {
                if (epoch <= last[slot] || table.Report().Held.Count(held => held.Lease.Slot == slot) != 1)
                {
                    return false;
                }

                last[slot] = epoch;
            }
        }

        return table.Report().LastEpochs.SequenceEqual(last);
    });
}
