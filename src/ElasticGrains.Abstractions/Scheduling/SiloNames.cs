namespace ElasticGrains.Scheduling;

/// <summary>Names of silos.</summary>
public static class SiloNames
{
    /// <summary>How the only silo of an embedded grid is called, before what tells it from its earlier lives.</summary>
    public const string EmbeddedPrefix = "embedded-";

    /// <summary>True for the only silo of an embedded grid: to name it would tell nobody anything.</summary>
    public static bool IsEmbedded(string silo)
    {
        ArgumentNullException.ThrowIfNull(silo);
        return silo.StartsWith(EmbeddedPrefix, StringComparison.Ordinal);
    }
}
