using System.Globalization;

namespace ElasticGrains.Cli.Bench;

/// <summary>The pairs and their medians.</summary>
internal sealed record PairedReport(string Title, string Unit, string Subject, string Control, IReadOnlyList<PairedRow> Pairs)
{
    public double MedianSubject => Median(row => row.Subject);

    public double MedianControl => Median(row => row.Control);

    public double MedianRatio => Median(row => row.Ratio);

    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{Title}: {Subject} {MedianSubject:G4} {Unit}, {Control} {MedianControl:G4} {Unit}, ratio {MedianRatio:F3} "
        + $"(medians of {Pairs.Count} interleaved pairs; ratio {Pairs.Min(row => row.Ratio):F3} to {Pairs.Max(row => row.Ratio):F3})");

    private double Median(Func<PairedRow, double> figure)
    {
        var sorted = Pairs.Select(figure).Order().ToArray();
        return (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }
}
