using ElasticGrains.Kernels;

namespace ElasticGrains.Runtime.Tests.Kernels;

/// <summary>Counts its items as a probe sees them; its answer is as many characters.</summary>
public sealed class WideKernel(ProbedKernels probes, int version = 1) : RangeKernel<HashInput, long, string>
{
    public WideKernel()
        : this(new ProbedKernels())
    {
    }

    public override int Version => version;

    public override long Count(HashInput input) => input.Items;

    public override long Identity() => 0;

    public override long Compute(HashInput input, ItemRange range)
    {
        probes.Enter(input.Probe, range.Start, input.Pause);
        return range.Length;
    }

    public override long Combine(long left, long right) => left + right;

    public override string Finish(HashInput input, long whole) => new('w', (int)whole);
}
