using System.Buffers;
using ElasticGrains.Blocks;
using ElasticGrains.Hashing;
using ElasticGrains.Jobs;
using ElasticGrains.Kernels;
using ElasticGrains.Kernels.Demo;
using ElasticGrains.Ledger;

namespace ElasticGrains.Cli.Bench;

/// <summary>Writes the ledger of a job whose items are all computed, and its blocks, as the grid would.</summary>
internal static class ItemsJob
{
    /// <summary>The bytes of a block with so many items: a count, and 8 bytes for each.</summary>
    public static long BytesOf(long items) => sizeof(int) + (items * sizeof(long));

    public static async Task<IReadOnlyList<BlockHandle>> WriteAsync(
        IJobLedger ledger, IBlockStore blocks, string id, long items, long perBlock, CancellationToken cancellationToken)
    {
        var now = TimeProvider.System.GetUtcNow();
        var input = new SquaresInput(items);
        var kernel = new SquaresKernel();
        var spec = new JobSpec { Id = id, Kernel = kernel.Name, KernelVersion = kernel.Version, Input = KernelJson.Write(input) };
        await ledger.AcceptAsync(new LedgerEvent.Accepted(spec, SpecHash.Of(spec), items, now), cancellationToken);
        var epoch = await ledger.TakeWriterAsync(id, "bench", cancellationToken);
        await ledger.AppendAsync(
            new JobAppend(id, epoch, 1, [new LedgerEvent.Planned(1), new LedgerEvent.Granted(0, 1, "bench", 0, now)]), cancellationToken);
        var written = new List<BlockHandle>();
        for (var start = 0L; start < items; start += perBlock)
        {
            var range = new ItemRange(start, Math.Min(items, start + perBlock));
            var encoded = new ArrayBufferWriter<byte>();
            kernel.Codec.Encode(kernel.Compute(input, range), encoded);
            var block = await blocks.PutAsync(id, encoded.WrittenMemory, cancellationToken);
            var payload = new PartialPayload(block.Length, block.Checksum, ReadOnlyMemory<byte>.Empty, block);
            written.Add(block);
            await ledger.AppendAsync(
                new JobAppend(id, epoch, written.Count + 1, [new LedgerEvent.Committed(written.Count, 0, 1, range, payload, now)]), cancellationToken);
        }

        return written;
    }
}
