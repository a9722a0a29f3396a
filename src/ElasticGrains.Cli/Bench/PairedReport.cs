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
        + $"(medians of {Pairs.Count} interleaved pairs; ratio {Pairs.Min(row => row.Ratio):F3} to {Pairs.Max(row => row.Ratio):F3}{Certain}){Note}");

    /// <summary>Between which two of the ratios their true median lies with 95 % confidence; null of fewer than six.</summary>
    public (double Least, double Most)? RatioInterval => MedianInterval.Of(Pairs.Select(row => row.Ratio));

    /// <summary>What else was measured; empty for nothing.</summary>
    public string Note { get; init; } = "";

    private string Certain => RatioInterval is var (least, most)
        ? string.Create(CultureInfo.InvariantCulture, $", its median with 95 % confidence {least:F3} to {most:F3}")
        : "";

    private double Median(Func<PairedRow, double> figure) => MedianInterval.Median(Pairs.Select(figure));
}
