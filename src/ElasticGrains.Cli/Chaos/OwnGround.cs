using ElasticGrains.Cli.Chaos.Faults;
using ElasticGrains.Cli.Chaos.Network;
using ElasticGrains.Cli.Clusters;
using ElasticGrains.Storage.Postgres;

namespace ElasticGrains.Cli.Chaos;

/// <summary>A cluster that was started to be broken: silo processes on a PostgreSQL of its own that flushes every commit to disk.</summary>
internal sealed class OwnGround : IChaosGround
{
    private readonly LocalCluster _cluster;
    private readonly ChaosNetwork? _network;

    private OwnGround(LocalCluster cluster, ClusterFile file, UpSettings settings, ChaosNetwork? network)
    {
        (_cluster, File, _network) = (cluster, file, network);
        (Directory, SiloCount, Slots) = (settings.Directory, settings.Silos, settings.Silos * settings.Slots!.Value);
    }

    public ClusterFile File { get; }

    public string Directory { get; }

    public int Slots { get; }

    public int SiloCount { get; }

    public bool IsKeptByOthers => false;

    public CutBoard? Board => _network?.Board;

    public IReadOnlyDictionary<FaultKind, string> NotPossible => OfThisMachine();

    public IReadOnlyList<ISiloProcess> Silos => _cluster.Silos;

    /// <summary>What cannot be done to processes of this machine.</summary>
    public static Dictionary<FaultKind, string> OfThisMachine()
    {
        var reasons = new Dictionary<FaultKind, string>();
        if (OperatingSystem.IsWindows())
        {
            reasons[FaultKind.Freeze] = reasons[FaultKind.Drain] = "Windows has no such signals";
        }

        if (!OperatingSystem.IsLinux())
        {
            reasons[FaultKind.Cut] = "it needs all of 127.0.0.0/8 and /proc, as Linux has them";
        }

        return reasons;
    }

    public static async Task<OwnGround> StartAsync(string directory, int silos, int slots, int seed, CancellationToken cancellationToken)
    {
        var network = OfThisMachine().ContainsKey(FaultKind.Cut) ? null : new ChaosNetwork(seed);
        var settings = new UpSettings(directory, silos, slots, Postgres: null, "chaos", PostgresStoreOptions.DefaultSchema, Host: null, RecordEventsTo: null)
        {
            EnvironmentOf = network is null ? null : network.Add,

            // Before it connects to anybody: a link is named when it is opened, and between two silos there is one for as long as both live.
            Started = silo => network?.Know(silo.Id, silo.Name),
        };
        var cluster = await LocalCluster.PrepareAsync(settings, cancellationToken);
        var ground = new OwnGround(cluster, ClusterFile.Read(directory), settings, network);
        try
        {
            await cluster.StartAsync(cancellationToken);
            return ground;
        }
        catch
        {
            await ground.DisposeAsync();
            throw;
        }
    }

    public Task LookAsync(IReadOnlyCollection<string> active, CancellationToken cancellationToken) => Task.CompletedTask;

    public ISiloProcess Add() => _cluster.Add();

    public Task CrashDatabaseAsync(CancellationToken cancellationToken) => _cluster.CrashDatabaseAsync(cancellationToken);

    public Task RestartDatabaseAsync(CancellationToken cancellationToken) => _cluster.RestartDatabaseAsync(cancellationToken);

    public async ValueTask DisposeAsync()
    {
        await _cluster.DisposeAsync();
        _network?.Dispose();
    }
}
