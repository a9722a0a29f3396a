namespace ElasticGrains.Testing.Tests.Kernels;

/// <summary>Wrong: a pair of items that is cut in the middle is lost.</summary>
public sealed class PairKernel : RangeKernel<int, long, long>
{
    public override long Count(int input) => input;

    public override long Identity() => 0;

    public override long Compute(int input, ItemRange range) => range.Length / 2;

    public override long Combine(long left, long right) => left + right;

    public override long Finish(int input, long whole) => whole;
}
