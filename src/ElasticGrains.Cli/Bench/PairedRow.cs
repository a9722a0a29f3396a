namespace ElasticGrains.Cli.Bench;

/// <summary>One pair.</summary>
internal sealed record PairedRow(double Subject, double Control)
{
    public double Ratio => Subject / Control;
}
