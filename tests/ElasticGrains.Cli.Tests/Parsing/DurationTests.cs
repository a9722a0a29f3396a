using ElasticGrains.Cli.Parsing;

namespace ElasticGrains.Cli.Tests.Parsing;

public sealed class DurationTests
{
    [Theory]
    [InlineData("500ms", 0.5)]
    [InlineData("2s", 2)]
    [InlineData("2", 2)]
    [InlineData("10m", 600)]
    [InlineData("1.5h", 5_400)]
    [InlineData("2d", 172_800)]
    [InlineData("-1s", -1)]
    public void Duration_WrittenAsPeopleDo_IsRead(string text, double seconds)
    {
        Assert.True(Duration.TryParse(text, out var length));
        Assert.Equal(TimeSpan.FromSeconds(seconds), length);
    }

    [Theory]
    [InlineData("")]
    [InlineData("s")]
    [InlineData("ten")]
    [InlineData("10x")]
    [InlineData("NaN")]
    [InlineData("1e30d")]
    public void Duration_NoLengthOfTime_IsRefused(string text) => Assert.False(Duration.TryParse(text, out _));
}
