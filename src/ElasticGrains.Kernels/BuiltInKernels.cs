using ElasticGrains.Kernels.Demo;
using ElasticGrains.Kernels.MonteCarlo;
using ElasticGrains.Kernels.Text;

namespace ElasticGrains.Kernels;

/// <summary>The kernels that come with the grid.</summary>
public static class BuiltInKernels
{
    /// <summary>One of each; they hold no state and may be shared.</summary>
    public static IReadOnlyList<IRangeKernel> All { get; } =
        [new WordCountKernel(), new GrepKernel(), new PiKernel(), new OptionKernel(), new SquaresKernel()];
}
