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

        var rows = said.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(8, rows.Length);
        Assert.Equal(["KERNEL", "matrix product", "matrix product", "sgd", "adam", "k-means", "option paths"], rows[1..].Select(row => row.Split("  ")[0].Trim()));
        Assert.Contains(" 0 labels ", rows[6], StringComparison.Ordinal);
        Assert.Matches("^limits, measured: copy [0-9]+ GB/s .*, multiply and add [0-9.]+ TFLOP/s", said.ToString());
    }
}
