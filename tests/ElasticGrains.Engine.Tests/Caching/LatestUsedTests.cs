using ElasticGrains.Caching;

namespace ElasticGrains.Engine.Tests.Caching;

public sealed class LatestUsedTests
{
    private readonly List<string> _dropped = [];
    private readonly LatestUsed<string, string> _latest;

    public LatestUsedTests() => _latest = new LatestUsed<string, string>(10, value => value.Length, _dropped.Add);

    [Fact]
    public void Add_OverItsSize_DropsTheLeastRecentlyUsed()
    {
        Assert.True(_latest.TryAdd("a", "aaaa"));
        Assert.True(_latest.TryAdd("b", "bbbb"));
        Assert.True(_latest.TryGet("a", out _));
        Assert.True(_latest.TryAdd("c", "cccc"));

        Assert.Equal(["bbbb"], _dropped);
        Assert.True(_latest.TryGet("a", out var a));
        Assert.Equal("aaaa", a);
        Assert.False(_latest.TryGet("b", out _));
        Assert.True(_latest.TryGet("c", out _));
    }

    [Fact]
    public void Add_LargerThanAll_IsNotKeptAndDropsNothing()
    {
        _latest.TryAdd("a", "aaaa");
        Assert.False(_latest.TryAdd("large", "ccccccccccc"));

        Assert.Empty(_dropped);
        Assert.True(_latest.TryGet("a", out _));
    }

    [Fact]
    public void Add_KnownKey_KeepsTheFirst()
    {
        _latest.TryAdd("a", "1");
        Assert.False(_latest.TryAdd("a", "2"));

        Assert.True(_latest.TryGet("a", out var value));
        Assert.Equal("1", value);
        Assert.Empty(_dropped);
    }

    [Fact]
    public void Clear_WhateverIsThere_DropsItAndHasRoomAgain()
    {
        _latest.TryAdd("a", "aaaaa");
        _latest.TryAdd("b", "bbbbb");
        _latest.Clear();

        Assert.Equal(["aaaaa", "bbbbb"], _dropped.Order(StringComparer.Ordinal));
        Assert.True(_latest.TryAdd("c", "cccccccccc"));
        Assert.Equal(2, _dropped.Count);
    }
}
