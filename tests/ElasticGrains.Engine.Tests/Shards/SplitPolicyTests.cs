using ElasticGrains.Engine.Shards;
using ElasticGrains.Shards;

namespace ElasticGrains.Engine.Tests.Shards;

public class SplitPolicyTests
{
    // Ten shards of ten items.
    private static readonly RunCut Run = new(100, 10);

    [Theory]
    [InlineData(0L, 0L, 100L, null)]
    [InlineData(0L, 20L, 100L, 20L)]
    [InlineData(0L, 23L, 100L, 30L)]
    [InlineData(0L, 23L, 30L, 23L)]
    [InlineData(0L, 100L, 100L, null)]
    public void Next_OfARun_IsWhereTheShardEnds(long start, long taken, long end, long? expected) => Assert.Equal(expected, SplitPolicy.Next(start, taken, end, Run));

    [Theory]
    [InlineData(10L, 10L, null)]
    [InlineData(10L, 11L, 11L)]
    [InlineData(10L, 20L, null)]
    public void Next_OfOneShard_IsWhatIsTaken(long start, long taken, long? expected) => Assert.Equal(expected, SplitPolicy.Next(start, taken, 20));

    [Theory]
    [InlineData(0L, 100L, 50L)]
    [InlineData(0L, 90L, 50L)]
    [InlineData(3L, 20L, 10L)]
    [InlineData(15L, 30L, 20L)]
    [InlineData(25L, 40L, 30L)]
    public void At_OfARun_IsWhereAShardBegins(long taken, long end, long expected) => Assert.Equal(expected, SplitPolicy.At(0, taken, end, 1, Run));

    [Theory]
    [InlineData(3L, 10L, 7L)]
    [InlineData(12L, 20L, 16L)]
    [InlineData(12L, 17L, 15L)]
    [InlineData(90L, 100L, 95L)]
    public void At_OfARunWithOneShardLeft_IsInsideIt(long taken, long end, long expected) => Assert.Equal(expected, SplitPolicy.At(0, taken, end, 1, Run));

    [Theory]
    [InlineData(0L, 9L, 1L, 9L)]
    [InlineData(0L, 9L, 2L, null)]
    [InlineData(9L, 9L, 1L, null)]
    [InlineData(0L, 10L, 1L, null)]
    public void At_OneItemIsLeft_IsBeforeItWhereACallIsOneItem(long start, long taken, long itemsPerCall, long? expected) =>
        Assert.Equal(expected, SplitPolicy.At(start, taken, 10, itemsPerCall));

    [Fact]
    public void At_OneItemOfARunIsLeft_IsWhereItsShardBegins() => Assert.Equal(99, SplitPolicy.At(0, 99, 100, 1, new RunCut(100, 100)));

    [Fact]
    public void At_OfAnyRun_LiesInsideWhatIsLeft()
    {
        for (var taken = 0L; taken < 100; taken++)
        {
            for (var end = taken + 2; end <= 100; end++)
            {
                Assert.InRange(SplitPolicy.At(0, taken, end, 1, Run)!.Value, taken + 1, end - 1);
            }
        }
    }
}
