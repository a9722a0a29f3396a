using ElasticGrains.Accelerators.Compute;
using ElasticGrains.Kernels.MonteCarlo;

namespace ElasticGrains.Accelerators.Tests.Compute;

public sealed class CpuDeviceTests() : ComputeDeviceContract(new CpuDevice())
{
    [Fact]
    public void Payoffs_OfManyPaths_ComeToThePriceOfBlackAndScholes()
    {
        var option = new OptionInput { Paths = 1, Seed = 3, Spot = 100, Strike = 100, Rate = 0.05, Volatility = 0.2, MaturityYears = 1 };
        var sums = Device.Price(option, new ItemRange(0, 4_000_000));
        var error = Math.Sqrt(((sums.Squares / sums.Paths) - (sums.Mean * sums.Mean)) / sums.Paths);

        // J. C. Hull, "Options, Futures, and Other Derivatives": 10.4506 for these.
        Assert.InRange((sums.Mean * Math.Exp(-0.05)) - 10.450584, -4 * error, 4 * error);
    }
}
