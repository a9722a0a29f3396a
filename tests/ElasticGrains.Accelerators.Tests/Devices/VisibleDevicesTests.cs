using ElasticGrains.Accelerators.Devices;

namespace ElasticGrains.Accelerators.Tests.Devices;

public sealed class VisibleDevicesTests
{
    private static readonly Accelerator[] Three =
    [
        .. new[] { "GPU-aa1", "GPU-aa2", "GPU-b" }.Select((id, index) => new Accelerator(id, index, AcceleratorKind.Cuda, "x", 1)),
    ];

    [Theory]
    [InlineData(null, "GPU-aa1 GPU-aa2 GPU-b")]
    [InlineData("", "")]
    [InlineData("2,0", "GPU-b GPU-aa1")]
    [InlineData("GPU-b", "GPU-b")]
    [InlineData("gpu-AA2 , 0", "GPU-aa2 GPU-aa1")]
    [InlineData("GPU-aa", "")]
    [InlineData("1,-1,0", "GPU-aa2")]
    [InlineData("0,7,1", "GPU-aa1")]
    [InlineData("0,0", "GPU-aa1")]
    public void Devices_ByTheList_AreThoseBeforeTheFirstThatIsNone(string? list, string visible) =>
        Assert.Equal(visible.Split(' ', StringSplitOptions.RemoveEmptyEntries), VisibleDevices.Of(Three, list).Select(device => device.Id));

    [Fact]
    public void Devices_InAnotherOrder_AreNumberedAnew() => Assert.Equal([0, 1], VisibleDevices.Of(Three, "2,0").Select(device => device.Index));
}
