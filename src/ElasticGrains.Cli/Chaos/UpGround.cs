using System.Globalization;
using System.Net;
using ElasticGrains.Cli.Chaos.Faults;
using ElasticGrains.Cli.Chaos.Network;
using ElasticGrains.Cli.Clusters;
using ElasticGrains.Cli.State;
using ElasticGrains.Storage.Postgres;

namespace ElasticGrains.Cli.Chaos;

/// <summary>A cluster of <c>eg up --allow-chaos</c>, which starts its silos again. Silos that join are this command's, and leave at the end.</summary>
internal sealed class UpGround : IChaosGround
{
    private const int SlotsOfOneMore = 2;

    private readonly ClusterView _view;
    private readonly Dictionary<string, ISiloProcess> _silos = [];
    private readonly List<ServingProcess> _own = [];

    private UpGround(ClusterFile file, string directory) => (File, Directory, _view) = (file, directory, new ClusterView(file));

    public ClusterFile File { get; }

    public string Directory { get; }

    public int Slots { get; private set; }

    public int SiloCount { get; private set; }

    public bool IsKeptByOthers => true;

    public CutBoard? Board => null;

    public IReadOnlyDictionary<FaultKind, string> NotPossible => new Dictionary<FaultKind, string>(OwnGround.OfThisMachine())
    {
        [FaultKind.Cut] = "nothing lies between silos that 'eg up' has started; leave out --state",
        [FaultKind.Database] = "the database is that of 'eg up'; leave out --state",
    };

    public IReadOnlyList<ISiloProcess> Silos
    {
        get
        {
            lock (_silos)
            {
                return [.. _silos.Values];
            }
        }
    }

    /// <exception cref="EgException">The cluster may not be broken, or no silo of it is up.</exception>
    public static async Task<UpGround> OpenAsync(StatePlaces places, CancellationToken cancellationToken)
    {
        var directory = places.ClusterDirectory;
        var file = ClusterFile.Read(directory);
        if (!file.AllowsChaos)
        {
            throw EgException.Refused(
                $"cluster '{file.Cluster}' in {directory} may not be broken: 'eg chaos' would kill its silos. Where nothing on it matters, start it with "
                + $"'eg up --allow-chaos{places.Option}', or leave out --state: then 'eg chaos' starts a cluster of its own.");
        }

        var ground = new UpGround(file, directory);
        try
        {
            var silos = (await ground._view.HeardSilosAsync(cancellationToken)).Where(silo => silo.Status == MemberStatus.Active).ToList();
            (ground.SiloCount, ground.Slots) = (silos.Count, silos.Sum(silo => silo.Slots ?? 0));
            ground.Keep(silos);
            return ground.SiloCount > 0
                ? ground
                : throw new EgException(ExitCode.Unreachable, $"no silo of cluster '{file.Cluster}' is up; 'eg up --allow-chaos{places.Option}' starts it.");
        }
        catch
        {
            await ground.DisposeAsync();
            throw;
        }
    }

    public async Task LookAsync(IReadOnlyCollection<string> active, CancellationToken cancellationToken)
    {
        if (active.Any(name => !Silos.Any(silo => silo.IsMember(name))))
        {
            Keep(await _view.SilosWhileLeavingAsync(cancellationToken));
        }
    }

    public ISiloProcess Add()
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"chaos-{Environment.ProcessId}-{_own.Count + 1}");
        var silo = SiloCommandLine.Start(name, Path.Combine(Directory, "logs"), File, SlotsOfOneMore, host: null, new Dictionary<string, string>());
        _own.Add(silo);
        lock (_silos)
        {
            _silos[name] = silo;
        }

        return silo;
    }

    public Task CrashDatabaseAsync(CancellationToken cancellationToken) => throw new NotSupportedException(NotPossible[FaultKind.Database]);

    public Task RestartDatabaseAsync(CancellationToken cancellationToken) => throw new NotSupportedException(NotPossible[FaultKind.Database]);

    public async ValueTask DisposeAsync()
    {
        await ServingProcess.EndAsync(_own);
        await _view.DisposeAsync();
    }

    // A member's name is the silo's and what its start added. The process of one on another machine would be somebody else's here.
    private void Keep(IEnumerable<SiloView> members)
    {
        lock (_silos)
        {
            foreach (var member in members)
            {
                var name = member.Name[..member.Name.LastIndexOf('.')];
                if (member is { Status: MemberStatus.Active, ProcessId: { } process } && member.Host == Dns.GetHostName() && !_silos.ContainsKey(name)
                    && ForeignSilo.Find(name, process) is { } silo)
                {
                    _silos[name] = silo;
                }
            }
        }
    }
}
