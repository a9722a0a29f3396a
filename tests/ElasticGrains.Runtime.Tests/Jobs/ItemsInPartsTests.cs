using ElasticGrains.Blocks;
using ElasticGrains.Hashing;
using ElasticGrains.Runtime.Jobs;

namespace ElasticGrains.Runtime.Tests.Jobs;

public sealed class ItemsInPartsTests
{
    private readonly ItemsInParts _items = new();

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(BytePart.Most)]
    [InlineData(BytePart.Most + 1)]
    [InlineData((3 * BytePart.Most) - 1)]
    public void Parts_OneAfterTheOther_AreTheWhole(int length)
    {
        var json = JsonOf(length);
        var whole = new List<byte>();
        for (var part = _items.Put(7, 0, json); ; part = _items.Take(7, whole.Count)!)
        {
            Assert.Equal((whole.Count, length, Checksum.Of(json)), (part.Offset, part.Total, part.Checksum));
            whole.AddRange(part.Bytes.Span);
            if (whole.Count == length)
            {
                break;
            }
        }

        Assert.Equal(json, whole);
        Assert.Null(_items.Take(7, 0));
    }

    [Fact]
    public void Take_WhileOthersRead_FindsTheLatestFew()
    {
        for (var item = 0; item < 6; item++)
        {
            _items.Put(item, 0, JsonOf(BytePart.Most + item + 1));
        }

        Assert.Equal([false, false, true, true, true, true], Enumerable.Range(0, 6).Select(item => _items.Take(item, 0) is not null));
        Assert.Equal(BytePart.Most + 4, _items.Take(3, 0)!.Total);
    }

    [Theory]
    [InlineData(-5, 0)]
    [InlineData(long.MaxValue, BytePart.Most + 1)]
    public void Take_OutsideTheItem_StaysWithin(long offset, long start)
    {
        _items.Put(1, 0, JsonOf(BytePart.Most + 1));
        Assert.Equal(start, _items.Take(1, offset)!.Offset);
    }

    private static byte[] JsonOf(int length)
    {
        var json = new byte[length];
        new Random(length).NextBytes(json);
        return json;
    }
}
