namespace ElasticGrains.Cli.Tests.Support;

/// <summary>A test on a <see cref="LossyNetwork"/>; skipped where there can be none.</summary>
internal sealed class LossyNetworkFactAttribute : FactAttribute
{
    private static readonly string? WhyNot = LossyNetwork.WhyNot();

    public LossyNetworkFactAttribute() => Skip = WhyNot;
}
