namespace ElasticGrains.Testing.Tests.Kernels;

/// <summary>Wrong: it says that the order does not matter, and keeps the last item.</summary>
public sealed class LastKernel : RangeKernel<int, long, long>
{
    public override bool IsCommutative => true;

    public override long Count(int input) => input;

    public override long Identity() => -1;

    public override long Compute(int input, ItemRange range) => range.IsEmpty ? -1 : range.End - 1;

    public override long Combine(long left, long right) => right < 0 ? left : right;

    public override long Finish(int input, long whole) => whole;
}
