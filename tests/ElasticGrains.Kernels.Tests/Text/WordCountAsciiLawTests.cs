using CsCheck;
using ElasticGrains.Kernels.Text;

namespace ElasticGrains.Kernels.Tests.Text;

public sealed class WordCountAsciiLawTests : KernelLawTests<WordCountInput>
{
    protected override IRangeKernel Kernel => new WordCountKernel();

    protected override Gen<WordCountInput> Inputs => TextGen.Files.Select(texts => new WordCountInput { Files = Files.Manifest(texts), Top = 5 });
}
