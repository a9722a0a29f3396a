using ElasticGrains.Kernels.MonteCarlo;

namespace ElasticGrains.Kernels.Tests.MonteCarlo;

public sealed class OptionKernelTests
{
    [Theory]
    [InlineData(OptionSide.Call, 100, 0.05, 0.2)]
    [InlineData(OptionSide.Put, 100, 0.05, 0.2)]
    [InlineData(OptionSide.Call, 130, -0.01, 0.4)]
    [InlineData(OptionSide.Put, 70, 0.0, 0.3)]
    public void Price_European_IsWithinFourStandardErrorsOfBlackAndScholes(OptionSide side, double strike, double rate, double volatility)
    {
        var result = Run(new OptionInput { Side = side, Strike = strike, Rate = rate, Volatility = volatility, Paths = 200_000, Seed = 11 });
        Assert.InRange(result.Price, result.Reference!.Value - (4 * result.StandardError), result.Reference.Value + (4 * result.StandardError));
        Assert.True(result.StandardError < 0.01 * 100);
    }

    // J. C. Hull, Options, Futures and Other Derivatives, chapter 15: S = 42, K = 40, r = 10 %, σ = 20 %, T = 0.5.
    [Theory]
    [InlineData(OptionSide.Call, 4.76)]
    [InlineData(OptionSide.Put, 0.81)]
    public void Reference_TextbookExample_HasTheTextbookPrice(OptionSide side, double price)
    {
        var result = Run(new OptionInput { Side = side, Spot = 42, Strike = 40, Rate = 0.1, Volatility = 0.2, MaturityYears = 0.5, Paths = 2 });
        Assert.Equal(price, result.Reference!.Value, 2);
    }

    [Fact]
    public void Price_AsianOfOneDate_IsTheEuropeanToTheLastBit()
    {
        var european = Run(new OptionInput { Paths = 5_000, Seed = 3 });
        var asian = Run(new OptionInput { Style = OptionStyle.Asian, Steps = 1, Paths = 5_000, Seed = 3 });
        Assert.Equal(european with { Reference = null }, asian);
    }

    [Fact]
    public void Price_Asian_ObeysPutCallParityOfItsMean()
    {
        // Call − put is the discounted mean of the average price less the strike, which has a closed form.
        var input = new OptionInput { Style = OptionStyle.Asian, Steps = 12, Paths = 100_000, Seed = 5 };
        var (call, put) = (Run(input), Run(input with { Side = OptionSide.Put }));
        var mean = Enumerable.Range(1, 12).Average(step => 100 * Math.Exp(0.05 * step / 12));
        var error = 4 * (call.StandardError + put.StandardError);
        Assert.InRange(call.Price - put.Price, (Math.Exp(-0.05) * (mean - 100)) - error, (Math.Exp(-0.05) * (mean - 100)) + error);
        Assert.True(call.Price < Run(input with { Style = OptionStyle.European }).Price, "an average swings less than its last value");
    }

    [Fact]
    public void Validate_SeveralProblems_ListsThemAll()
    {
        var input = new OptionInput { Spot = 0, Strike = double.NaN, Rate = double.PositiveInfinity, Volatility = -1, MaturityYears = 0, Steps = 0, Paths = 0 };
        var message = Assert.Throws<KernelInputException>(() => new OptionKernel().Validate(input)).Message;
        Assert.All(["Spot is 0", "Strike is NaN", "Rate is ", "Volatility is -1", "MaturityYears is 0", "Steps is 0", "Paths is 0"], problem => Assert.Contains(problem, message));
    }

    private static OptionResult Run(OptionInput input)
    {
        var kernel = new OptionKernel();
        kernel.Validate(input);
        return kernel.Finish(input, kernel.Compute(input, new ItemRange(0, input.Paths)));
    }
}
