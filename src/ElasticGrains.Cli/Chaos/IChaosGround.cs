using ElasticGrains.Cli.Chaos.Faults;
using ElasticGrains.Cli.Chaos.Network;
using ElasticGrains.Cli.Clusters;

namespace ElasticGrains.Cli.Chaos;

/// <summary>A cluster that may be broken.</summary>
internal interface IChaosGround : IAsyncDisposable
{
    ClusterFile File { get; }

    /// <summary>Its state directory.</summary>
    string Directory { get; }

    /// <summary>The slots of all its silos.</summary>
    int Slots { get; }

    /// <summary>How many silos it is to have.</summary>
    int SiloCount { get; }

    /// <summary>True when somebody else starts silos again that have ended.</summary>
    bool IsKeptByOthers { get; }

    /// <summary>The cuts between silos and database; null where there can be none.</summary>
    CutBoard? Board { get; }

    /// <summary>The faults that cannot be had here, and why.</summary>
    IReadOnlyDictionary<FaultKind, string> NotPossible { get; }

    /// <summary>Its silo processes, also those that have ended.</summary>
    IReadOnlyList<ISiloProcess> Silos { get; }

    /// <summary>Finds out who is there now.</summary>
    /// <param name="active">The names of the silos that are members, with what their start added to them.</param>
    /// <param name="cancellationToken">Gives up.</param>
    Task LookAsync(IReadOnlyCollection<string> active, CancellationToken cancellationToken);

    /// <summary>Starts one silo more.</summary>
    ISiloProcess Add();

    /// <summary>The database crashes.</summary>
    Task CrashDatabaseAsync(CancellationToken cancellationToken);

    /// <summary>It comes back.</summary>
    Task RestartDatabaseAsync(CancellationToken cancellationToken);
}
