using ElasticGrains.Blocks;
using ElasticGrains.Caching;
using ElasticGrains.Runtime.Diagnostics;
using ElasticGrains.Transfer;

namespace ElasticGrains.Runtime.Blocks;

/// <inheritdoc cref="ISiloBlocks"/>
/// <param name="store">The store.</param>
/// <param name="peers">Other silos.</param>
/// <param name="mostBytes">The most bytes of blocks in memory, 0 for none.</param>
internal sealed class SiloBlocks(IBlockStore store, IBlockPeers peers, long mostBytes) : ISiloBlocks, IBlockSource, IDisposable
{
    private readonly LatestUsed<string, BlockBytes> _latest = new(mostBytes, block => block.Bytes.Length, block => block.LetGo());

    public async Task<BlockHandle> PutAsync(string job, ReadOnlyMemory<byte> content, CancellationToken cancellationToken = default)
    {
        var block = await store.PutAsync(job, content, cancellationToken);
        if (_latest.Fits(block.Length))
        {
            Keep(BlockNames.Of(job, block), BlockBytes.CopyOf(content.Span, block.Checksum));
        }

        return block;
    }

    public async Task<IHeldBytes> GetAsync(string job, BlockHandle block, string? silo = null, CancellationToken cancellationToken = default)
    {
        var name = BlockNames.Of(job, block);
        if (Hold(name) is { } known)
        {
            GridMeter.BlockRead("memory", block.Length);
            return known;
        }

        var bytes = silo is null ? null : await peers.FetchAsync(silo, name, block, cancellationToken);
        if (bytes is null)
        {
            var content = await store.GetAsync(job, block, cancellationToken);
            bytes = _latest.Fits(block.Length) ? BlockBytes.CopyOf(content.Span, block.Checksum) : new BlockBytes(content, block.Checksum);
            GridMeter.BlockRead("store", block.Length);
        }

        var held = bytes.TryHold()!;
        Keep(name, bytes);
        return held;
    }

    public async Task<ReadOnlyMemory<byte>> ReadAsync(string job, BlockHandle block, long offset, int count, CancellationToken cancellationToken = default)
    {
        using var known = Hold(BlockNames.Of(job, block));
        return known is not null && offset >= 0 && count >= 0 && count <= block.Length - offset
            ? known.Bytes.Slice((int)offset, count).ToArray()
            : await store.ReadAsync(job, block, offset, count, cancellationToken);
    }

    public Task<int> SweepAsync(string job, CancellationToken cancellationToken = default) => store.SweepAsync(job, cancellationToken);

    public IHeldBytes? Hold(string name) => _latest.TryGet(name, out var block) ? block.TryHold() : null;

    public void Dispose() => _latest.Clear();

    /// <summary>Gives the maker's hold to the latest, or up.</summary>
    private void Keep(string name, BlockBytes bytes)
    {
        if (!_latest.TryAdd(name, bytes))
        {
            bytes.LetGo();
        }
    }
}
