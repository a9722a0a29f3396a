using ElasticGrains.Blocks;
using ElasticGrains.Storage.Durable;

namespace ElasticGrains.Storage.Tests.Durable;

public sealed class BlockCacheTests
{
    [Fact]
    public void Cache_OverItsBytes_DropsTheLeastRecentlyUsed()
    {
        var cache = new BlockCache(100);
        cache.Add("job", Handle("a"), new byte[40]);
        cache.Add("job", Handle("b"), new byte[40]);
        Assert.True(cache.TryGet("job", Handle("a"), out _));
        cache.Add("job", Handle("c"), new byte[40]);
        Assert.True(cache.TryGet("job", Handle("a"), out _));
        Assert.False(cache.TryGet("job", Handle("b"), out _));
        Assert.True(cache.TryGet("job", Handle("c"), out _));
        cache.Add("job", Handle("too large"), new byte[101]);
        Assert.False(cache.TryGet("job", Handle("too large"), out _));
    }

    private static BlockHandle Handle(string id) => new(id, 0, 0);
}
