using System.Buffers;
using System.Collections.Concurrent;
using ElasticGrains.Blocks;
using ElasticGrains.Hashing;
using ElasticGrains.Runtime.Diagnostics;
using ElasticGrains.Scheduling;
using ElasticGrains.Transfer;
using Microsoft.Extensions.Logging;

namespace ElasticGrains.Runtime.Blocks;

/// <summary>The other silos of a cluster: a call asks where one has the block; the bytes come through shared memory, or beside the calls.</summary>
internal sealed class BlockPeers(ISiloCalls calls, ITransferClient client, TimeProvider time, ILogger<BlockPeers> logger) : IBlockPeers
{
    // What cannot be fetched from a silo (a firewall is between them, it is overloaded, it has died) costs seconds, and so would the next.
    private static readonly TimeSpan AskAgain = TimeSpan.FromSeconds(30);

    private readonly ConcurrentDictionary<string, long> _failed = new(StringComparer.Ordinal);

    public async Task<BlockBytes?> FetchAsync(string silo, string name, BlockHandle block, CancellationToken cancellationToken)
    {
        if (_failed.TryGetValue(silo, out var since) && time.GetElapsedTime(since) < AskAgain)
        {
            return null;
        }

        try
        {
            // What follows is work for a thread, not for the turn of a grain.
            return await calls.AskAsync(silo, it => it.FindBlockAsync(name), cancellationToken).ConfigureAwait(false) is { } offer
                ? Share(silo, offer, block) ?? await FetchAsync(offer, name, block, cancellationToken).ConfigureAwait(false)
                : null;
        }
#pragma warning disable CA1031 // Whatever goes wrong on the way, the store has it.
        catch (Exception error) when (!cancellationToken.IsCancellationRequested)
#pragma warning restore CA1031
        {
            _failed[silo] = time.GetTimestamp();
            Log.BlockNotFetched(logger, name, silo, error.Message, AskAgain);
            return null;
        }
    }

    private BlockBytes? Share(string silo, BlockOffer offer, BlockHandle block)
    {
        if (offer.Segment is not { } ticket || ticket.Length != block.Length || SharedSegment.TryOpen(ticket) is not { } segment)
        {
            return null;
        }

        if (Checksum.Of(segment.Memory.Span) == block.Checksum)
        {
            GridMeter.BlockRead("shared memory", block.Length);
            return new BlockBytes(segment, block.Checksum);
        }

        (segment as IDisposable).Dispose();
        Log.SegmentDiffers(logger, silo, block.Id);
        return null;
    }

    private async Task<BlockBytes?> FetchAsync(BlockOffer offer, string name, BlockHandle block, CancellationToken cancellationToken)
    {
        if (offer.Address is not { } address)
        {
            return null;
        }

        // New memory would cost as much again: the system has to find and clear it.
        var owner = MemoryPool<byte>.Shared.Rent(checked((int)block.Length));
        var bytes = owner.Memory[..(int)block.Length];
        var hasCome = false;
        try
        {
            hasCome = await client.FetchAsync(address, name, bytes, block.Checksum, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            if (!hasCome)
            {
                owner.Dispose();
            }
        }

        if (!hasCome)
        {
            return null;
        }

        GridMeter.BlockRead("silo", block.Length);
        return new BlockBytes(bytes, block.Checksum, owner);
    }
}
