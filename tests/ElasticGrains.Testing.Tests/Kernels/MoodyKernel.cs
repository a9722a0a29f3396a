namespace ElasticGrains.Testing.Tests.Kernels;

/// <summary>Wrong: it gives up for good once it was called often.</summary>
public sealed class MoodyKernel : RangeKernel<int, long, long>
{
    private int _calls;

    public override long Count(int input) => input;

    public override long Identity() => 0;

    public override long Compute(int input, ItemRange range) =>
        ++_calls > 8 ? throw new InvalidOperationException("enough for today") : range.Length;

    public override long Combine(long left, long right) => left + right;

    public override long Finish(int input, long whole) => whole;
}
