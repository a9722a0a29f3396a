using ElasticGrains.Kernels;

namespace ElasticGrains.Runtime.Tests.Kernels;

/// <summary>Its answer is as many characters as it has items.</summary>
public sealed class LongAnswerKernel : RangeKernel<int, long, string>
{
    public override long Count(int input) => input;

    public override long Identity() => 0;

    public override long Compute(int input, ItemRange range) => range.Length;

    public override long Combine(long left, long right) => left + right;

    public override string Finish(int input, long whole) => new('a', (int)whole);
}
