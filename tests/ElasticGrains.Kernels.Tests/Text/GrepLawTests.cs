using CsCheck;
using ElasticGrains.Kernels.Text;

namespace ElasticGrains.Kernels.Tests.Text;

public sealed class GrepLawTests : KernelLawTests<GrepInput>
{
    protected override IRangeKernel Kernel => new GrepKernel();

    protected override Gen<GrepInput> Inputs => GrepKernelTests.Inputs(Files);
}
