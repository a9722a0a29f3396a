using BenchmarkDotNet.Attributes;
using ElasticGrains.Kernels.MonteCarlo;

namespace ElasticGrains.Benchmarks;

/// <summary>What a path costs.</summary>
public class OptionBenchmarks
{
    private const int Paths = 1_000;

    private readonly OptionKernel _kernel = new();

    [Params(OptionStyle.European, OptionStyle.Asian)]
    public OptionStyle Style { get; set; }

    [Benchmark(OperationsPerInvoke = Paths)]
    public OptionTally Price() => _kernel.Compute(new OptionInput { Style = Style, Paths = Paths }, new ItemRange(0, Paths));
}
