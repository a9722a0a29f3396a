using System.Buffers;
using System.IO.Hashing;
using ElasticGrains.Kernels;

namespace ElasticGrains.Runtime.Tests.Kernels;

/// <summary>Strings bytes together, in order: its partials are large and go as blocks.</summary>
public sealed class BulkKernel(ProbedKernels probes) : RangeKernel<BulkInput, MemoryStream, BulkAnswer>, IPartialCodec<MemoryStream>
{
    public BulkKernel()
        : this(new ProbedKernels())
    {
    }

    public override IPartialCodec<MemoryStream> Codec => this;

    public static BulkAnswer Expected(BulkInput input)
    {
        using var whole = new BulkKernel().Compute(input with { Probe = null, Pause = 0 }, new ItemRange(0, input.Items));
        return new BulkKernel().Finish(input, whole);
    }

    public override long Count(BulkInput input) => input.Items;

    public override MemoryStream Identity() => new();

    public override MemoryStream Compute(BulkInput input, ItemRange range)
    {
        var bytes = new byte[input.BytesPerItem];
        var partial = new MemoryStream();
        for (var item = range.Start; item < range.End; item++)
        {
            probes.Enter(input.Probe, item, input.Pause);
            Array.Fill(bytes, (byte)(item * 31));
            partial.Write(bytes);
        }

        return partial;
    }

    public override MemoryStream Combine(MemoryStream left, MemoryStream right)
    {
        right.WriteTo(left);
        return left;
    }

    public override long SizeOf(MemoryStream partial) => partial.Length;

    public override BulkAnswer Finish(BulkInput input, MemoryStream whole) => new(whole.Length, XxHash3.HashToUInt64(whole.ToArray()));

    public void Encode(MemoryStream partial, IBufferWriter<byte> to) => to.Write(partial.ToArray());

    public MemoryStream Decode(ReadOnlySpan<byte> encoded)
    {
        var partial = new MemoryStream();
        partial.Write(encoded);
        return partial;
    }
}
