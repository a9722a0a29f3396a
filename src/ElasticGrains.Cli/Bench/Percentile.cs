namespace ElasticGrains.Cli.Bench;

/// <summary>Percentiles of measured values.</summary>
internal static class Percentile
{
    /// <param name="values">At least one.</param>
    /// <param name="share">0 for the least, 0.5 for the median, 0.99 …</param>
    public static double Of(IReadOnlyCollection<double> values, double share)
    {
        var sorted = values.Order().ToList();
        return sorted[(int)Math.Min(sorted.Count - 1, share * sorted.Count)];
    }
}
