using ElasticGrains.Blocks;
using ElasticGrains.Hashing;
using ElasticGrains.Runtime.Jobs;
using Microsoft.Extensions.Time.Testing;

namespace ElasticGrains.Runtime.Tests.Jobs;

public sealed class ItemsInPartsTests
{
    private readonly FakeTimeProvider _time = new();
    private readonly ItemsInParts _items;

    public ItemsInPartsTests() => _items = new ItemsInParts(_time);

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
        Assert.Null(_items.Take(7, 1));
    }

    [Fact]
    public void Take_WhileManyRead_FindsThemAll()
    {
        for (var item = 0; item < 100; item++)
        {
            _items.Put(item, 0, JsonOf(BytePart.Most + item + 2));
        }

        Assert.All(Enumerable.Range(0, 100), item => Assert.Equal(BytePart.Most + item + 2, _items.Take(item, 1)!.Total));
    }

    [Fact]
    public void Take_AtTheBeginning_IsMadeAnew()
    {
        _items.Put(1, 0, JsonOf(BytePart.Most + 2));
        Assert.Null(_items.Take(1, 0));

        // What has the number now is another item, of a job that was submitted anew.
        _items.Put(1, 0, JsonOf(BytePart.Most + 3));
        Assert.Equal(BytePart.Most + 3, _items.Take(1, 1)!.Total);
    }

    [Fact]
    public void Put_WhereThereIsNoRoom_PutsNobodyAway()
    {
        var half = new byte[ItemsInParts.Most / 2];
        _items.Put(1, 0, half);
        _items.Put(2, 0, half);
        var part = _items.Put(3, BytePart.Most, half);

        Assert.Equal(BytePart.Most, part.Bytes.Length);
        Assert.Equal([true, true, false], Enumerable.Range(1, 3).Select(item => _items.Take(item, 1) is not null));

        _items.Take(1, half.Length);
        _items.Put(3, 1, half);
        Assert.Equal([false, true, true], Enumerable.Range(1, 3).Select(item => _items.Take(item, 1) is not null));
    }

    [Fact]
    public void Put_OfOneBeyondTheBound_KeepsItWhileItIsAlone()
    {
        var large = new byte[ItemsInParts.Most + 1];
        _items.Put(1, 0, large);
        _items.Put(2, 0, JsonOf(BytePart.Most + 2));

        Assert.Equal([true, false], Enumerable.Range(1, 2).Select(item => _items.Take(item, 1) is not null));
    }

    [Fact]
    public void Item_ThatNobodyReadsOn_IsLetGo()
    {
        var gone = PutForAMoment();
        _items.Put(2, 0, JsonOf(BytePart.Most + 2));
        _time.Advance(ItemsInParts.Patience / 2);
        Assert.NotNull(_items.Take(2, 1));
        _time.Advance(ItemsInParts.Patience / 2);

        Assert.Null(_items.Take(1, 1));
        Assert.NotNull(_items.Take(2, 1));
        GC.Collect();
        Assert.False(gone.IsAlive);
        _time.Advance(ItemsInParts.Patience * 2);
        Assert.Null(_items.Take(2, 1));
    }

    [Theory]
    [InlineData(long.MaxValue, BytePart.Most + 1)]
    [InlineData(BytePart.Most, BytePart.Most)]
    public void Take_OutsideTheItem_StaysWithin(long offset, long start)
    {
        _items.Put(1, 0, JsonOf(BytePart.Most + 1));
        Assert.Equal(start, _items.Take(1, offset)!.Offset);
    }

    [System.Runtime.CompilerServices.MethodImpl(System.Runtime.CompilerServices.MethodImplOptions.NoInlining)]
    private WeakReference PutForAMoment()
    {
        var json = JsonOf(BytePart.Most + 2);
        _items.Put(1, 0, json);
        return new WeakReference(json);
    }

    private static byte[] JsonOf(int length)
    {
        var json = new byte[length];
        new Random(length).NextBytes(json);
        return json;
    }
}
