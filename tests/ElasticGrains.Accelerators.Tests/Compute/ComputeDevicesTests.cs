using ElasticGrains.Accelerators.Compute;
using ElasticGrains.Accelerators.Devices;

namespace ElasticGrains.Accelerators.Tests.Compute;

public sealed class ComputeDevicesTests
{
    private static readonly Accelerator NotHere = new("GPU-none", 77, AcceleratorKind.Cuda, "A device of elsewhere", 1) { Pci = new PciAddress(77, 77, 31) };

    [Fact]
    public void Device_ThatIsNotHere_SaysWhichItIs() =>
        Assert.StartsWith("cuda:77, A device of elsewhere: ", Assert.Throws<ComputeDeviceException>(() => ComputeDevices.Open(NotHere)).Message, StringComparison.Ordinal);

    [Fact]
    public void Device_WithAProblem_IsRefusedWithIt() =>
        Assert.Equal("cuda:77, A device of elsewhere: GPU is lost", Assert.Throws<ComputeDeviceException>(() => ComputeDevices.Open(NotHere with { Problem = "GPU is lost" })).Message);
}
