namespace ElasticGrains.Testing.Tests.Kernels;

/// <summary>Wrong: it counts the calls.</summary>
public sealed class CallsKernel : RangeKernel<int, long, long>
{
    public override long Count(int input) => input;

    public override long Identity() => 0;

    public override long Compute(int input, ItemRange range) => range.IsEmpty ? 0 : 1;

    public override long Combine(long left, long right) => left + right;

    public override long Finish(int input, long whole) => whole;
}
