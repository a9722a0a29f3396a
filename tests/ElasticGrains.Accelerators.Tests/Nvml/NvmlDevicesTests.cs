using ElasticGrains.Accelerators.Devices;
using ElasticGrains.Accelerators.Nvml;

namespace ElasticGrains.Accelerators.Tests.Nvml;

public sealed class NvmlDevicesTests : IDisposable
{
    public NvmlDevicesTests() => FakeNvml.Reset();

    public void Dispose() => FakeNvml.Reset();

    [Fact]
    public void Devices_TwoAreThere_AreDescribed()
    {
        FakeNvml.Gpus.AddRange([new FakeGpu("GPU-1", "First", 80UL << 30, 79UL << 30) { Busy = 37 }, new FakeGpu("GPU-2", "Second")]);

        var devices = Read();

        Assert.Equal(
            [
                new Accelerator("GPU-1", 0, AcceleratorKind.Cuda, "First", 80L << 30) { FreeBytes = 79L << 30, UtilizationPercent = 37, ComputeCapability = "9.0", Pci = new PciAddress(1, 0x41, 2) },
                new Accelerator("GPU-2", 1, AcceleratorKind.Cuda, "Second", 8L << 30) { FreeBytes = 6L << 30, ComputeCapability = "9.0", Pci = new PciAddress(1, 0x42, 2) },
            ],
            devices);
        Assert.Equal("cuda:1", devices[1].ShortName);
        Assert.Equal(0, FakeNvml.Begun);
    }

    [Fact]
    public void Device_PulledOutWhileItIsWatched_IsThereWithItsProblem()
    {
        FakeNvml.Gpus.AddRange([new FakeGpu("GPU-1"), new FakeGpu("GPU-2")]);
        using var library = FakeNvml.Open(out _)!;
        Assert.All(NvmlDevices.Read(library, out _), device => Assert.Null(device.Problem));

        FakeNvml.Gpus[0].Status = NvmlStatus.GpuIsLost;
        FakeNvml.Gpus[1].HandleStatus = NvmlStatus.GpuIsLost;
        var lost = NvmlDevices.Read(library, out _);

        Assert.All(lost, device => Assert.Equal("GPU is lost", device.Problem));
        Assert.Equal([0, 1], lost.Select(device => device.Index));
        Assert.All(lost, device => Assert.Equal(0, device.MemoryBytes));
    }

    [Fact]
    public void Device_WithoutMemoryOfItsOwn_IsHealthy()
    {
        FakeNvml.Gpus.Add(new FakeGpu("GPU-1", Total: 0));

        var device = Assert.Single(Read());

        Assert.Null(device.Problem);
        Assert.Null(device.FreeBytes);
        Assert.Equal(0, device.MemoryBytes);
    }

    [Fact]
    public void Devices_CannotBeCounted_IsSaid()
    {
        FakeNvml.CountStatus = NvmlStatus.GpuIsLost;
        using var library = FakeNvml.Open(out _)!;

        Assert.Empty(NvmlDevices.Read(library, out var problem));
        Assert.Equal("GPU is lost", problem);
    }

    [Fact]
    public void Library_WithoutADriver_SaysSo()
    {
        FakeNvml.InitStatus = NvmlStatus.DriverNotLoaded;

        Assert.Null(FakeNvml.Open(out var problem));
        Assert.Equal("Driver Not Loaded", problem);
        Assert.Equal(0, FakeNvml.Begun);
    }

    [Fact]
    public void Library_ThatIsNotThere_IsNoProblem()
    {
        Assert.Null(NvmlLibrary.TryOpen("libno-such-library.so.7", out var problem));
        Assert.Null(problem);
    }

    [LinuxLibraryFact]
    public void Library_OfSomethingElse_IsNamed()
    {
        Assert.Null(NvmlLibrary.TryOpen(LinuxLibraryFactAttribute.Library, out var problem));
        Assert.StartsWith($"{LinuxLibraryFactAttribute.Library} is not a management library of this kind", problem, StringComparison.Ordinal);
    }

    private static IReadOnlyList<Accelerator> Read()
    {
        using var library = FakeNvml.Open(out var problem)!;
        Assert.Null(problem);
        Assert.Equal(1, FakeNvml.Begun);
        var devices = NvmlDevices.Read(library, out var trouble);
        Assert.Null(trouble);
        return devices;
    }
}
