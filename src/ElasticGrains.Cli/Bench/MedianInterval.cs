namespace ElasticGrains.Cli.Bench;

/// <summary>The median of a sample, and between which of its values the true one lies. Nothing is assumed of how they are distributed.</summary>
internal static class MedianInterval
{
    private const int Least = 6;

    /// <summary>The middle value, or the mean of the two in the middle.</summary>
    public static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToArray();
        return (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }

    /// <summary>
    /// Between which two of the values, in order, the true median lies with 95 % confidence: of n, half fall below it, give or take 1.96 √n / 2
    /// (David, Nagaraja: Order Statistics, 7.1). Null of fewer than six.
    /// </summary>
    public static (double Least, double Most)? Of(IEnumerable<double> values)
    {
        var sorted = values.Order().ToArray();
        var outside = (int)((sorted.Length - 1 - (1.96 * Math.Sqrt(sorted.Length))) / 2);
        return sorted.Length < Least ? null : (sorted[outside], sorted[^(outside + 1)]);
    }
}
