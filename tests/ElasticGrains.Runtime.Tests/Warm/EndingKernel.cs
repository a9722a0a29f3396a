using ElasticGrains.Kernels;

namespace ElasticGrains.Runtime.Tests.Warm;

/// <summary>Counts items, with a state that must be ended.</summary>
internal sealed class EndingKernel(Func<Ending> make) : WarmKernel<int, Ending, long, long>
{
    public override Ending Warm(int input) => make();

    public override long Count(int input) => input;

    public override long Identity() => 0;

    public override long Compute(int input, Ending warm, ItemRange range) => range.Length;

    public override long Combine(long left, long right) => left + right;

    public override long Finish(int input, long whole) => whole;
}
