using ElasticGrains.Cli.Parsing;

namespace ElasticGrains.Cli.Tests.Parsing;

public sealed class QuantityTests
{
    [Theory]
    [InlineData("0", 0)]
    [InlineData("-3", -3)]
    [InlineData("250000", 250_000)]
    [InlineData("1_000_000", 1_000_000)]
    [InlineData("2e9", 2_000_000_000)]
    [InlineData("2.5e3", 2_500)]
    [InlineData("10M", 10_000_000)]
    [InlineData("1.5k", 1_500)]
    [InlineData("3G", 3_000_000_000)]
    [InlineData("9223372036854775807", long.MaxValue)]
    public void Quantity_WrittenAsPeopleDo_IsRead(string text, long expected)
    {
        Assert.True(Quantity.TryParse(text, out var count));
        Assert.Equal(expected, count);
    }

    [Theory]
    [InlineData("")]
    [InlineData("M")]
    [InlineData("x")]
    [InlineData("1.5")]
    [InlineData("1e-3")]
    [InlineData("99e99")]
    [InlineData("NaN")]
    [InlineData("9223372036854775808")]
    [InlineData("9223372036854775807k")]
    [InlineData("12Q")]
    public void Quantity_NoWholeNumberOf64Bits_IsRefused(string text) => Assert.False(Quantity.TryParse(text, out _));
}
