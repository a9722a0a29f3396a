using System.Buffers;
using ElasticGrains.Blocks;
using ElasticGrains.Hashing;
using ElasticGrains.Jobs;
using ElasticGrains.Kernels;
using ElasticGrains.Kernels.MonteCarlo;
using ElasticGrains.Ledger;

namespace ElasticGrains.Cli.Bench;

/// <summary>Writes the ledger that a killed run would have left: very many committed ranges, and a rest.</summary>
internal static class CommittedJob
{
    public const int SamplesPerRange = 100;

    // Minutes of work for what is measured meanwhile.
    private const long LongRest = 200_000_000_000;

    private const ulong Seed = 1;
    private const int Batch = 1000;

    /// <summary>All samples of such a job.</summary>
    public static long Samples(int commits, long rest) => ((long)commits * SamplesPerRange) + rest;

    public static async Task WriteAsync(IJobLedger ledger, string id, int commits, CancellationToken cancellationToken, long rest = LongRest)
    {
        var kernel = new PiKernel();
        var input = new PiInput { Samples = Samples(commits, rest), Seed = Seed };
        var now = TimeProvider.System.GetUtcNow();
        var policy = rest == LongRest ? JobPolicy.Default with { MaxSlots = 3 } : JobPolicy.Default;
        var spec = new JobSpec { Id = id, Kernel = kernel.Name, KernelVersion = kernel.Version, Input = KernelJson.Write(input), Policy = policy };
        await ledger.AcceptAsync(new LedgerEvent.Accepted(spec, SpecHash.Of(spec), input.Samples, now), cancellationToken);
        var epoch = await ledger.TakeWriterAsync(spec.Id, "bench", cancellationToken);
        await ledger.AppendAsync(
            new JobAppend(spec.Id, epoch, 1, [new LedgerEvent.Planned(1), new LedgerEvent.Granted(0, 1, "bench", 0, now)]), cancellationToken);
        var version = 1L;
        for (var first = 0; first < commits; first += Batch)
        {
            var events = Enumerable.Range(first, Math.Min(Batch, commits - first)).Select(LedgerEvent (index) => Commit(kernel, input, index, now)).ToArray();
            await ledger.AppendAsync(new JobAppend(spec.Id, epoch, ++version, events), cancellationToken);
        }
    }

    private static LedgerEvent.Committed Commit(PiKernel kernel, PiInput input, int index, DateTimeOffset now)
    {
        var range = new ItemRange((long)index * SamplesPerRange, (index + 1L) * SamplesPerRange);
        var encoded = new ArrayBufferWriter<byte>();
        kernel.Codec.Encode(kernel.Compute(input, range), encoded);
        var payload = new PartialPayload(encoded.WrittenCount, Checksum.Of(encoded.WrittenSpan), encoded.WrittenMemory, Block: null);
        return new LedgerEvent.Committed(index + 1, 0, 1, range, payload, now);
    }
}
