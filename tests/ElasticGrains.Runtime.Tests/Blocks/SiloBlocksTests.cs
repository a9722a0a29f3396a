using ElasticGrains.Blocks;
using ElasticGrains.Runtime.Blocks;
using ElasticGrains.Testing.Ledger;
using Microsoft.Extensions.Logging.Abstractions;

namespace ElasticGrains.Runtime.Tests.Blocks;

public sealed class SiloBlocksTests : IDisposable
{
    private const string Job = "job";

    private readonly InMemoryBlockStore _store = new();
    private readonly Peers _peers = new();
    private readonly SiloBlocks _blocks;
    private readonly byte[] _bytes = new byte[1000];

    public SiloBlocksTests()
    {
        new Random(2).NextBytes(_bytes);
        _blocks = new SiloBlocks(_store, _peers, mostBytes: 2500, NullLogger<SiloBlocks>.Instance);
    }

    public void Dispose() => _blocks.Dispose();

    [Fact]
    public async Task Put_OfABlock_IsDurableAndInMemoryForThisSiloAndOthers()
    {
        var block = await _blocks.PutAsync(Job, _bytes);

        Assert.Equal(_bytes, (await _store.GetAsync(Job, block)).ToArray());
        using var mine = await _blocks.GetAsync(Job, block, "silo-2");
        Assert.Equal(_bytes, mine.Bytes.ToArray());
        using var others = _blocks.Hold(BlockNames.Of(Job, block));
        Assert.Equal((block.Checksum, block.Length), (others!.Checksum, others.Bytes.Length));
        Assert.Empty(_peers.Asked);
    }

    [Fact]
    public async Task Get_OfABlockThatIsDropped_StaysGoodForWhoHoldsIt()
    {
        var block = await _blocks.PutAsync(Job, _bytes);
        using var held = await _blocks.GetAsync(Job, block);
        await _blocks.PutAsync(Job, new byte[1000]);
        await _blocks.PutAsync(Job, new byte[1000]);

        Assert.Null(_blocks.Hold(BlockNames.Of(Job, block)));
        Assert.Equal(_bytes, held.Bytes.ToArray());
    }

    [Fact]
    public async Task Get_WhatASiloHas_ComesFromThereAndIsKept()
    {
        var block = await _store.PutAsync(Job, _bytes);
        _peers.Has = () => new BlockBytes(_bytes, block.Checksum);

        using (var fetched = await _blocks.GetAsync(Job, block, "silo-2"))
        {
            Assert.Equal(_bytes, fetched.Bytes.ToArray());
        }

        using var kept = await _blocks.GetAsync(Job, block, "silo-3");
        Assert.Equal(_bytes, kept.Bytes.ToArray());
        Assert.Equal(["silo-2"], _peers.Asked);
    }

    [Fact]
    public async Task Get_WhatNoSiloHas_ComesFromTheStore()
    {
        var block = await _store.PutAsync(Job, _bytes);
        var other = await _store.PutAsync(Job, _bytes);

        using var one = await _blocks.GetAsync(Job, block, "silo-2");
        using var two = await _blocks.GetAsync(Job, other, silo: null);
        Assert.Equal(_bytes, one.Bytes.ToArray());
        Assert.Equal(_bytes, two.Bytes.ToArray());
        Assert.Equal(["silo-2"], _peers.Asked);
    }

    [Fact]
    public async Task Get_WhatIsNowhere_IsAnError() =>
        await Assert.ThrowsAsync<BlockCorruptException>(() => _blocks.GetAsync(Job, new BlockHandle("7", 10, 1), "silo-2"));

    [Fact]
    public async Task Get_LargerThanTheMemory_IsReadAllTheSame()
    {
        var block = await _blocks.PutAsync(Job, new byte[2501]);

        using var held = await _blocks.GetAsync(Job, block);
        Assert.Equal(2501, held.Bytes.Length);
        Assert.Null(_blocks.Hold(BlockNames.Of(Job, block)));
    }

    [Fact]
    public async Task Read_APart_IsThatOfTheBlockFromMemoryAndFromTheStore()
    {
        var known = await _blocks.PutAsync(Job, _bytes);
        var unknown = await _store.PutAsync(Job, _bytes);

        Assert.Equal(_bytes[10..30], (await _blocks.ReadAsync(Job, known, 10, 20)).ToArray());
        Assert.Equal(_bytes[10..30], (await _blocks.ReadAsync(Job, unknown, 10, 20)).ToArray());
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => _blocks.ReadAsync(Job, known, 990, 11));
    }

    private sealed class Peers : IBlockPeers
    {
        public List<string> Asked { get; } = [];

        public Func<BlockBytes?> Has { get; set; } = () => null;

        public Task<BlockBytes?> FetchAsync(string silo, string name, BlockHandle block, CancellationToken cancellationToken)
        {
            Asked.Add(silo);
            return Task.FromResult(Has());
        }
    }
}
