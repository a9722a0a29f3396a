using ElasticGrains.Blocks;
using ElasticGrains.Engine.Shards;
using ElasticGrains.Hashing;
using ElasticGrains.Jobs;
using ElasticGrains.Ledger;
using ElasticGrains.Runtime.Diagnostics;
using ElasticGrains.Shards;
using Microsoft.Extensions.Logging;

namespace ElasticGrains.Runtime.Shards;

/// <summary>Makes of a cut-off prefix what can be committed: small partials ride in the commit, large ones are stored as blocks before.</summary>
internal sealed class PrefixStore(string shard, ISiloBlocks blocks, Func<ShardEvent, Task> tell, TimeProvider time, ILogger logger)
{
    private static readonly TimeSpan BlockRetry = TimeSpan.FromSeconds(1);

    /// <summary>The prefix with its payloads durable, or that it could not be stored; null when the run was given up meanwhile.</summary>
    public async Task<ShardEvent?> StoreAsync(string job, RunSignal.Prefix prefix, ShardRunner runner)
    {
        var began = time.GetTimestamp();
        var pieces = new CommitPiece[prefix.Pieces.Count];
        for (var i = 0; i < pieces.Length; i++)
        {
            var (range, encoded) = prefix.Pieces[i];
            if (encoded.Length <= PartialPayload.MaxInline)
            {
                pieces[i] = new CommitPiece(range, new PartialPayload(encoded.Length, Checksum.Of(encoded.Span), encoded, Block: null));
                continue;
            }

            try
            {
                if (await PutAsync(job, prefix.Run, encoded, runner) is not { } block)
                {
                    // What is stored of it already is of no use any more, and the shard sees that it goes.
                    return i > 0 ? new ShardEvent.PrefixCut(prefix.Run, pieces[..i], prefix.Cost) : null;
                }

                pieces[i] = new CommitPiece(range, new PartialPayload(block.Length, block.Checksum, ReadOnlyMemory<byte>.Empty, block));
            }
#pragma warning disable CA1031 // Whatever it is, waiting does not mend it: the attempt fails, and the job judges.
            catch (Exception error)
#pragma warning restore CA1031
            {
                runner.Halt();
                if (i > 0)
                {
                    await tell(new ShardEvent.PrefixCut(prefix.Run, pieces[..i], prefix.Cost));
                }

                return new ShardEvent.RunFailed(prefix.Run, new Failure(
                    FailureFault.Grid,
                    "storage",
                    $"The partial of items {range} could not be stored: {ExceptionWords.MessageOf(error)}",
                    ExceptionWords.TypeOf(error),
                    ExceptionWords.StackOf(error)));
            }
        }

        return new ShardEvent.PrefixCut(prefix.Run, pieces, prefix.Cost) { Stored = time.GetElapsedTime(began) };
    }

    /// <summary>
    /// Waits for as long as the store cannot take the block, unless the run is given up: the run behind it waits in bounded memory.
    /// </summary>
    private async Task<BlockHandle?> PutAsync(string job, long run, ReadOnlyMemory<byte> encoded, ShardRunner runner)
    {
        var stalled = false;
        while (!runner.IsHalted)
        {
            try
            {
                var block = await blocks.PutAsync(job, encoded);
                if (stalled)
                {
                    await tell(new ShardEvent.Stalled(run, null));
                }

                return block;
            }
            catch (LedgerUnavailableException error)
            {
                stalled = true;
                Log.BlockFailed(logger, shard, error.Message);
                await tell(new ShardEvent.Stalled(run, error.Message));
                await Task.Delay(BlockRetry, time);
            }
        }

        return null;
    }
}
