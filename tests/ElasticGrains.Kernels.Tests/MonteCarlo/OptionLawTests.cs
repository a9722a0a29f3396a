using CsCheck;
using ElasticGrains.Kernels.MonteCarlo;

namespace ElasticGrains.Kernels.Tests.MonteCarlo;

public sealed class OptionLawTests : KernelLawTests<OptionInput>
{
    protected override IRangeKernel Kernel => new OptionKernel();

    protected override int Iterations => 20;

    protected override long MaxItems => 200;

    protected override Gen<OptionInput> Inputs => Gen.Select(Gen.ULong, Gen.Long[2, 200], Gen.Int[1, 7], Gen.Bool, Gen.Bool,
        (seed, paths, steps, asian, put) => new OptionInput
        {
            Seed = seed,
            Paths = paths,
            Steps = steps,
            Style = asian ? OptionStyle.Asian : OptionStyle.European,
            Side = put ? OptionSide.Put : OptionSide.Call,
        });
}
