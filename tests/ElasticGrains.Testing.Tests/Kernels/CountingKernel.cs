namespace ElasticGrains.Testing.Tests.Kernels;

/// <summary>Wrong: it counts what it has seen in a field.</summary>
public sealed class CountingKernel : RangeKernel<int, long, long>
{
    private long _seen;

    public override long Count(int input) => input;

    public override long Identity() => 0;

    public override long Compute(int input, ItemRange range)
    {
        _seen += range.Length;
        return _seen;
    }

    public override long Combine(long left, long right) => left + right;

    public override long Finish(int input, long whole) => whole;
}
