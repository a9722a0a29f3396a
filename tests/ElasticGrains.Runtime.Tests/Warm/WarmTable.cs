using ElasticGrains.Kernels;

namespace ElasticGrains.Runtime.Tests.Warm;

/// <summary>Sums a table that is made by hand.</summary>
internal sealed class WarmTable(Func<int[]> make, bool carries = true) : WarmKernel<int, int[], long, long>
{
    public override IWarmCodec<int[]>? WarmCodec => carries ? ArrayWarmCodec<int>.Instance : null;

    public override int[] Warm(int input) => make();

    public override long Count(int input) => input;

    public override long Identity() => 0;

    public override long Compute(int input, int[] warm, ItemRange range) => warm.AsSpan((int)range.Start, (int)range.Length).ToArray().Sum(value => (long)value);

    public override long Combine(long left, long right) => left + right;

    public override long Finish(int input, long whole) => whole;
}
