using ElasticGrains.Cli.Bench;

namespace ElasticGrains.Cli.Tests.Bench;

public class PairedReportTests
{
    [Fact]
    public void RatioInterval_OfAnyNumberOfPairs_HoldsTheMedianWithAtLeast95Percent()
    {
        Assert.Null(Report(5).RatioInterval);
        for (var pairs = 6; pairs <= 60; pairs++)
        {
            var (least, most) = Report(pairs).RatioInterval!.Value;

            // The ratios are 1, 2, 3 …: their values are their ranks. Outside is the median when fewer of n tosses than the rank fall below it, or above.
            var outside = Enumerable.Range(0, (int)least).Sum(below => Binomial(pairs, below)) + Enumerable.Range((int)most, pairs - (int)most + 1).Sum(below => Binomial(pairs, below));
            Assert.InRange(1 - outside, 0.95, 1);
        }
    }

    private static PairedReport Report(int pairs) => new("t", "u", "a", "b", [.. Enumerable.Range(1, pairs).Select(rank => new PairedRow(rank, 1))]);

    /// <summary>The probability that of n tosses of a coin k show heads.</summary>
    private static double Binomial(int n, int k) => Enumerable.Range(1, k).Aggregate(Math.Pow(0.5, n), (product, i) => product * (n - k + i) / i);
}
