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
    public static async Task WriteAsync(
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
        var number = 0L;
        for (var start = 0L; start < items; start += perBlock)
        {
            var range = new ItemRange(start, Math.Min(items, start + perBlock));
            var encoded = new ArrayBufferWriter<byte>();
            kernel.Codec.Encode(kernel.Compute(input, range), encoded);
            var block = await blocks.PutAsync(id, encoded.WrittenMemory, cancellationToken);
            var payload = new PartialPayload(block.Length, block.Checksum, ReadOnlyMemory<byte>.Empty, block);
            number++;
            await ledger.AppendAsync(
                new JobAppend(id, epoch, number + 1, [new LedgerEvent.Committed(number, 0, 1, range, payload, now)]), cancellationToken);
        }
    }
}
