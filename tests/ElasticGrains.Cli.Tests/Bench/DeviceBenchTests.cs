using ElasticGrains.Accelerators.Compute;
using ElasticGrains.Cli.Bench;

namespace ElasticGrains.Cli.Tests.Bench;

public sealed class DeviceBenchTests
{
    [Fact]
    public void Bench_OfTheProcessorItself_MeasuresEverything()
    {
        var said = new StringWriter();
        using var processor = new CpuDevice();

        new DeviceBench(said, scale: 0.0001, runs: 1).Compare(processor);

        Assert.Matches("^limits, measured: copy [0-9]+ GB/s .*, multiply and add [0-9.]+ TFLOP/s", said.ToString());
    }
}
