using ElasticGrains.Accelerators.Compute;
using ElasticGrains.Kernels.MonteCarlo;

namespace ElasticGrains.Accelerators.Tests.Compute;

/// <summary>The kernels of devices on a device that is imitated.</summary>
public sealed class CompiledDeviceTests() : ComputeDeviceContract(ComputeDevices.OpenImitation())
{
    [Fact]
    public void Payoffs_OfTheSamePaths_AreTheProcessors()
    {
        var option = new OptionInput { Paths = 1, Seed = 11, Side = OptionSide.Put };
        using var processor = new CpuDevice();
        var (here, there) = (processor.Price(option, new ItemRange(3, 1003)), Device.Price(option, new ItemRange(3, 1003)));

        Assert.Equal(here.Sum, there.Sum, here.Sum * 1e-5);
        Assert.Equal(here.Squares, there.Squares, here.Squares * 1e-5);
    }
}
