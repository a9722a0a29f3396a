using CsCheck;
using ElasticGrains.Kernels.MonteCarlo;

namespace ElasticGrains.Kernels.Tests.MonteCarlo;

public sealed class PiLawTests : KernelLawTests<PiInput>
{
    protected override IRangeKernel Kernel => new PiKernel();

    protected override Gen<PiInput> Inputs => Gen.Select(Gen.ULong, Gen.OneOf(Gen.Long[1, 300], Gen.Long[1, long.MaxValue]),
        (seed, samples) => new PiInput { Samples = samples, Seed = seed });
}
