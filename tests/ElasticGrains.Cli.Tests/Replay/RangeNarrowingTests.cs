using ElasticGrains.Cli.Replay;

namespace ElasticGrains.Cli.Tests.Replay;

public class RangeNarrowingTests
{
    private const int Plenty = 1000;

    [Theory]
    [InlineData(0, 1, 0)]
    [InlineData(0, 1000, 0)]
    [InlineData(0, 1000, 999)]
    [InlineData(10, 1_000_000_007, 77_777_777)]
    public void Narrowing_OfOneBadItem_FindsIt(long start, long end, long bad)
    {
        bad = Math.Max(bad, start);

        var found = Narrow(new ItemRange(start, end), part => part.Contains(bad), Plenty);

        Assert.Equal((new ItemRange(bad, bad + 1), true), (found.Range, found.IsSmallest));
        Assert.InRange(found.Tries, 0, 2 * 31);
    }

    [Theory]
    [InlineData(499, 501)]
    [InlineData(3, 997)]
    [InlineData(0, 999)]
    public void Narrowing_OfTwoItemsThatThrowTogether_FindsTheRangeOfBoth(long first, long last)
    {
        var found = Narrow(new ItemRange(0, 1000), part => part.Contains(first) && part.Contains(last), Plenty);

        Assert.Equal((new ItemRange(first, last + 1), true), (found.Range, found.IsSmallest));
    }

    [Fact]
    public void Narrowing_OfManyBadItems_FindsOneOfThem() =>
        Assert.Equal(1, Narrow(new ItemRange(0, 1000), part => part.End > 500, Plenty).Range.Length);

    [Fact]
    public void Narrowing_WhoseTriesAreUsedUp_SaysThatItIsNotTheSmallest()
    {
        var found = Narrow(new ItemRange(0, 1 << 20), part => part.Contains(0), tries: 5);

        Assert.Equal((new ItemRange(0, 1 << 15), 5, false), (found.Range, found.Tries, found.IsSmallest));
    }

    private static NarrowedRange Narrow(ItemRange range, Func<ItemRange, bool> throws, int tries) =>
        new RangeNarrowing(throws, tried => tried < tries).Narrow(range);
}
