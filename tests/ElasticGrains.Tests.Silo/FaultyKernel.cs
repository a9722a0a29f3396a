using ElasticGrains.Kernels;

namespace ElasticGrains.Tests.Silo;

/// <summary>Throws what only its silos know.</summary>
public sealed class FaultyKernel : RangeKernel<long, long, long>
{
    public override long Count(long input) => input;

    public override long Identity() => 0;

    public override long Compute(long input, ItemRange range) => throw new OutOfPaperException("the printer is out of paper");

    public override long Combine(long left, long right) => left + right;

    public override long Finish(long input, long whole) => whole;

#pragma warning disable CA1064, CA1032 // A user's exception need not be public, nor have all constructors.
    private sealed class OutOfPaperException(string message) : Exception(message);
#pragma warning restore CA1064, CA1032
}
