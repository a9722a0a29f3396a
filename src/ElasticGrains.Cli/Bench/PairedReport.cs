using System.Globalization;

namespace ElasticGrains.Cli.Bench;

/// <summary>The pairs and their medians.</summary>
internal sealed record PairedReport(string Title, string Unit, string Subject, string Control, IReadOnlyList<PairedRow> Pairs)
{
    private const int LeastForInterval = 6;

    public double MedianSubject => Median(row => row.Subject);

    public double MedianControl => Median(row => row.Control);

    public double MedianRatio => Median(row => row.Ratio);

    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{Title}: {Subject} {MedianSubject:G4} {Unit}, {Control} {MedianControl:G4} {Unit}, ratio {MedianRatio:F3} "
        + $"(medians of {Pairs.Count} interleaved pairs; ratio {Pairs.Min(row => row.Ratio):F3} to {Pairs.Max(row => row.Ratio):F3}{Certain})");

    /// <summary>
    /// Between which two of the ratios, in order, the true median lies with 95 % confidence: of n, half fall below it, give or take 1.96 √n / 2
    /// (David, Nagaraja: Order Statistics, 7.1). Nothing is assumed of how they are distributed. Null of fewer than six.
    /// </summary>
    public (double Least, double Most)? RatioInterval
    {
        get
        {
            var sorted = Pairs.Select(row => row.Ratio).Order().ToArray();
            var outside = (int)((sorted.Length - 1 - (1.96 * Math.Sqrt(sorted.Length))) / 2);
            return sorted.Length < LeastForInterval ? null : (sorted[outside], sorted[^(outside + 1)]);
        }
    }

    private string Certain => RatioInterval is var (least, most)
        ? string.Create(CultureInfo.InvariantCulture, $", its median with 95 % confidence {least:F3} to {most:F3}")
        : "";

    private double Median(Func<PairedRow, double> figure)
    {
        var sorted = Pairs.Select(figure).Order().ToArray();
        return (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }
}
