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

    [Theory]
    [InlineData(0.25, "250ms")]
    [InlineData(2.5, "2.5s")]
    [InlineData(90, "1m30s")]
    [InlineData(3_600, "1h00m")]
    [InlineData(169_200, "47h00m")]
    [InlineData(604_800, "7d00h")]
    public void Duration_AsItIsWritten_IsShort(double seconds, string text) => Assert.Equal(text, Duration.Text(TimeSpan.FromSeconds(seconds)));
}
