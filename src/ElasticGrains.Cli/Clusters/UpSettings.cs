using ElasticGrains.Elasticity;

namespace ElasticGrains.Cli.Clusters;

/// <summary>What <c>eg up</c> starts.</summary>
/// <param name="Directory">The state directory.</param>
/// <param name="Silos">How many silos, at the beginning.</param>
/// <param name="Slots">Slots of each; null to share the processors among them.</param>
/// <param name="Postgres">A connection string; null for a server of its own.</param>
/// <param name="Cluster">The cluster's name.</param>
/// <param name="Schema">The schema of its tables.</param>
/// <param name="Host">The user's silo program; null for this one.</param>
/// <param name="RecordEventsTo">A directory for event logs, or null.</param>
/// <param name="Scale">Between what their number follows the load; null when it does not.</param>
internal sealed record UpSettings(
    string Directory, int Silos, int? Slots, string? Postgres, string Cluster, string Schema, FileInfo? Host, string? RecordEventsTo, ScaleLimits? Scale = null)
{
    /// <summary>True when 'eg chaos' may break the cluster; a silo that has ended is started again then.</summary>
    public bool AllowsChaos { get; init; }

    /// <summary>What one silo is told beside or instead of the usual, by its name and how the database is reached; null for nothing.</summary>
    public Func<string, string, IReadOnlyDictionary<string, string>>? EnvironmentOf { get; init; }

    /// <summary>Hears of each silo process as soon as it is there; null for nobody.</summary>
    public Action<ServingProcess>? Started { get; init; }
}
