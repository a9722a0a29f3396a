using ElasticGrains.Accelerators.Compute;
using ElasticGrains.Accelerators.Devices;

namespace ElasticGrains.Accelerators.Tests.Compute;

/// <summary>What docs/accelerators.md shows.</summary>
public sealed class DocumentedUseTests
{
    [Fact]
    public void Device_OfThisMachineOrTheProcessor_TakesAStep()
    {
        #region step
        var found = AcceleratorDiscovery.Find(out _).FirstOrDefault(each => each.Problem is null);
        using var device = found is not null ? ComputeDevices.Open(found) : new CpuDevice();
        using var weights = device.Allocate<float>(1_000_000);
        using var gradients = device.Allocate<float>(1_000_000);
        using var velocity = device.Allocate<float>(1_000_000);
        device.Sgd(new SgdStep(Rate: 0.01f, Momentum: 0.9f), weights, gradients, velocity);
        device.Finish();
        #endregion

        var after = new float[weights.Length];
        weights.Read(after);
        Assert.All(after, weight => Assert.Equal(0, weight));
    }
}
