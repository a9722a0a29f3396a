using CsCheck;
using ElasticGrains.Kernels.Numerics;

namespace ElasticGrains.Kernels.Tests.Numerics;

public sealed class PortableMathTests
{
    [Fact]
    public void Exp_AnyNumber_IsWithinAFewUnitsOfTheLibrary() => Gen.Double[-700, 700].Sample(x => AssertClose(Math.Exp(x), PortableMath.Exp(x), 1e-15));

    [Fact]
    public void Log_AnyPositiveNumber_IsWithinAFewUnitsOfTheLibrary() =>
        Gen.Double[-700, 700].Select(Math.Exp).Sample(x => Assert.InRange(PortableMath.Log(x), Math.Log(x) - Slack(x), Math.Log(x) + Slack(x)));

    [Theory]
    [InlineData(double.NaN, double.NaN)]
    [InlineData(800, double.PositiveInfinity)]
    [InlineData(-800, 0)]
    [InlineData(0, 1)]
    public void Exp_Edges_AreDefined(double x, double expected) => Assert.Equal(expected, PortableMath.Exp(x));

    // M. Abramowitz, I. Stegun, Handbook of Mathematical Functions, table 26.1.
    [Theory]
    [InlineData(0, 0.5)]
    [InlineData(1, 0.841344746068543)]
    [InlineData(-2, 0.022750131948179)]
    [InlineData(3, 0.998650101968370)]
    public void NormalCdf_TabulatedPoint_HasTheTabulatedValue(double x, double expected) => Assert.Equal(expected, PortableMath.NormalCdf(x), 14);

    [Fact]
    public void NormalQuantile_AnyProbability_IsTheInverseOfTheCdf() =>
        Gen.OneOf(Gen.Double[1e-9, 1 - 1e-9], Gen.Double[1e-12, 1e-9]).Sample(p => Assert.InRange(PortableMath.NormalCdf(NormalQuantile.Of(p)), p - 2e-15, p + 2e-15));

    // E. S. Pearson, H. O. Hartley, Biometrika Tables: far quantiles, where the distribution function itself has no digits left.
    [Theory]
    [InlineData(0.975, 1.959963984540054)]
    [InlineData(1e-20, -9.262340089798408)]
    public void NormalQuantile_TabulatedPoint_HasTheTabulatedValue(double probability, double expected) =>
        Assert.Equal(expected, NormalQuantile.Of(probability), 13);

    private static double Slack(double x) => 4e-16 * Math.Max(1, Math.Abs(Math.Log(x)));

    private static void AssertClose(double expected, double actual, double relative) =>
        Assert.InRange(actual, expected * (1 - relative), expected * (1 + relative));
}
