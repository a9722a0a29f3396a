using ElasticGrains.Blocks;
using ElasticGrains.Caching;
using ElasticGrains.Runtime.Diagnostics;
using ElasticGrains.Transfer;
using Microsoft.Extensions.Logging;

namespace ElasticGrains.Runtime.Blocks;

/// <inheritdoc cref="ISiloBlocks"/>
/// <param name="store">The store.</param>
/// <param name="peers">Other silos.</param>
/// <param name="mostBytes">The most bytes of blocks in memory, 0 for none.</param>
/// <param name="logger">Its log.</param>
internal sealed class SiloBlocks(IBlockStore store, IBlockPeers peers, long mostBytes, ILogger<SiloBlocks> logger) : ISiloBlocks, IBlockSource, IDisposable
{
    private readonly LatestUsed<string, BlockBytes> _latest = new(mostBytes, block => block.Size, block => block.LetGo());

    public async Task<BlockHandle> PutAsync(string job, ReadOnlyMemory<byte> content, CancellationToken cancellationToken = default)
    {
        var block = await store.PutAsync(job, content, cancellationToken);
        if (_latest.Fits(block.Length))
        {
            await CopyAsync(BlockNames.Of(job, block), content, block.Checksum).ConfigureAwait(false);
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
            bytes = new BlockBytes(await store.GetAsync(job, block, cancellationToken), block.Checksum);
            GridMeter.BlockRead("store", block.Length);
        }

        var held = bytes.TryHold()!;
        Keep(name, bytes);
        return held;
    }

    public async Task<ReadOnlyMemory<byte>> ReadAsync(string job, BlockHandle block, long offset, int count, CancellationToken cancellationToken = default)
    {
        using var known = Hold(BlockNames.Of(job, block));
        GridMeter.BlockRead(known is null ? "store" : "memory", count);
        return known is not null && offset >= 0 && count >= 0 && count <= block.Length - offset
            ? known.Bytes.Slice((int)offset, count).ToArray()
            : await store.ReadAsync(job, block, offset, count, cancellationToken);
    }

    public Task<int> SweepAsync(string job, CancellationToken cancellationToken = default) => store.SweepAsync(job, cancellationToken);

    public IHeldBytes? Hold(string name) => _latest.TryGet(name, out var block) ? block.TryHold() : null;

    public void Dispose() => _latest.Clear();

    /// <summary>The block is durable: whatever goes wrong here, it was written.</summary>
    private async Task CopyAsync(string name, ReadOnlyMemory<byte> content, ulong checksum)
    {
        // To copy it is work for a thread, not for the turn of a grain.
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        try
        {
            _latest.MakeRoom(content.Length);
            Keep(name, BlockBytes.CopyOf(content.Span, checksum));
        }
#pragma warning disable CA1031 // See above.
        catch (Exception error)
#pragma warning restore CA1031
        {
            Log.BlockNotKept(logger, error, name);
        }
    }

    /// <summary>Gives the maker's hold to the latest, or up.</summary>
    private void Keep(string name, BlockBytes bytes)
    {
        if (!_latest.TryAdd(name, bytes))
        {
            bytes.LetGo();
        }
    }
}
