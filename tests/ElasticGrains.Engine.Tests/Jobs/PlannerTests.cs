using CsCheck;
using ElasticGrains.Engine.Jobs;
using ElasticGrains.Jobs;

namespace ElasticGrains.Engine.Tests.Jobs;

public class PlannerTests
{
    [Theory]
    [InlineData(0, 8, null, null, 0)]
    [InlineData(1, 8, null, null, 1)]
    [InlineData(1000, 8, null, null, 8)]
    [InlineData(1000, 0, null, null, 1)]
    [InlineData(1000, 8, 3, null, 3)]
    [InlineData(1000, 8, 3, 100, 100)]
    [InlineData(5, 8, null, 100, 5)]
    [InlineData(long.MaxValue, int.MaxValue, null, int.MaxValue, int.MaxValue)]
    public void Shards_Policy_Decides(long items, int slots, int? maxSlots, int? shards, int expected) =>
        Assert.Equal(expected, Planner.Shards(new JobPolicy { MaxSlots = maxSlots, Shards = shards }, items, slots));

    [Fact]
    public void Shards_AnyJob_HaveItemsEach() => Gen.Select(Gen.Long[0, long.MaxValue], Gen.Int[0, int.MaxValue], Gen.Int[1, int.MaxValue]).Sample(
        (items, slots, shards) =>
        {
            var free = Planner.Shards(JobPolicy.Default, items, slots);
            var asked = Planner.Shards(new JobPolicy { Shards = shards }, items, slots);
            return free <= items && asked <= items && (items == 0 || (free >= 1 && asked >= 1));
        });
}
