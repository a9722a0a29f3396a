using BenchmarkDotNet.Attributes;
using ElasticGrains.Kernels.Numerics;

namespace ElasticGrains.Benchmarks;

/// <summary>What exactness costs per number, against a plain sum.</summary>
public class SumBenchmarks
{
    private const int Numbers = 10_000;

    private readonly double[] _values = [.. Enumerable.Range(0, Numbers).Select(item => CounterRandom.Uniforms(1, (ulong)item).First)];

    [Benchmark(Baseline = true, OperationsPerInvoke = Numbers)]
    public double Plain()
    {
        var sum = 0.0;
        foreach (var value in _values)
        {
            sum += value;
        }

        return sum;
    }

    [Benchmark(OperationsPerInvoke = Numbers)]
    public double Reproducible()
    {
        var sum = new ReproducibleSum();
        foreach (var value in _values)
        {
            sum.Add(value);
        }

        return sum.ToDouble();
    }
}
