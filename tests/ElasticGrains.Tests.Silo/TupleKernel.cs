using ElasticGrains.Kernels;

namespace ElasticGrains.Tests.Silo;

/// <summary>A mistake: its partial is a tuple, of which JSON would keep nothing.</summary>
public sealed class TupleKernel : RangeKernel<long, (long Sum, long Count), double>
{
    public override long Count(long input) => input;

    public override (long Sum, long Count) Identity() => default;

    public override (long Sum, long Count) Compute(long input, ItemRange range) => (range.Start, range.Length);

    public override (long Sum, long Count) Combine((long Sum, long Count) left, (long Sum, long Count) right) =>
        (left.Sum + right.Sum, left.Count + right.Count);

    public override double Finish(long input, (long Sum, long Count) whole) => (double)whole.Sum / whole.Count;
}
