using System.Globalization;
using ElasticGrains.Cli.Output;
using ElasticGrains.Storage.Local;
using ElasticGrains.Storage.Postgres;

namespace ElasticGrains.Cli.Clusters;

/// <summary>Silo processes on this machine, from their start to the end of the last.</summary>
internal sealed class LocalCluster : IAsyncDisposable
{
    private static readonly TimeSpan StartPatience = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(200);

    // One that cannot start must not be started over and over without a breath.
    private static readonly TimeSpan RestartAfter = TimeSpan.FromSeconds(1);

    private readonly Lock _changing = new();
    private readonly UpSettings _settings;
    private readonly ClusterFile _file;
    private DevelopmentServer? _server;
    private int _started;

    // Replaced as a whole when one is added, which may happen while others go through it.
    private volatile List<ServingProcess> _silos = [];

    private LocalCluster(UpSettings settings, ClusterFile file, DevelopmentServer? server) => (_settings, _file, _server) = (settings, file, server);

    /// <summary>The silos whose end was not taken note of.</summary>
    public IReadOnlyList<ServingProcess> Silos => _silos;

    /// <summary>Prepares database, token and directory; no silo runs yet.</summary>
    public static async Task<LocalCluster> PrepareAsync(UpSettings settings, CancellationToken cancellationToken)
    {
        PrivateDirectory.Create(settings.Directory);
        var server = settings.Postgres is null ? await DevelopmentDatabase.StartAsync(settings.Directory, cancellationToken) : null;
        var file = new ClusterFile
        {
            ConnectionString = settings.Postgres ?? server!.ConnectionString,
            Schema = settings.Schema,
            Cluster = settings.Cluster,
            TokenFile = ClusterFile.TokenFileOf(settings.Directory),
            AllowsChaos = settings.AllowsChaos,
        };
        await using var store = PostgresStore.Open(new PostgresStoreOptions { ConnectionString = file.ConnectionString, Schema = file.Schema });
        await new PostgresSchema(store).MigrateAsync(file.Cluster, cancellationToken);
        file.Write(settings.Directory);
        return new LocalCluster(settings, file, server);
    }

    /// <summary>Starts the silos and waits until all are members.</summary>
    /// <exception cref="EgException">One ended, or they did not become members in a minute.</exception>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        var began = TimeProvider.System.GetUtcNow();
        while (_started < _settings.Silos)
        {
            Add();
        }

        await AreMembersAsync(_silos, began, cancellationToken);
    }

    /// <summary>Starts one more and waits until it is a member.</summary>
    /// <exception cref="EgException">It ended, or did not become a member in a minute.</exception>
    public async Task<ServingProcess> AddAsync(CancellationToken cancellationToken)
    {
        var began = TimeProvider.System.GetUtcNow();
        var silo = Add();
        await AreMembersAsync([silo], began, cancellationToken);
        return silo;
    }

    private async Task AreMembersAsync(List<ServingProcess> silos, DateTimeOffset began, CancellationToken cancellationToken)
    {
        await using var store = PostgresStore.Open(new PostgresStoreOptions { ConnectionString = _file.ConnectionString, Schema = _file.Schema });
        var membership = new PostgresMembership(store);
        while (true)
        {
            if (silos.Find(silo => silo.HasExited) is { } dead)
            {
                throw new EgException(ExitCode.Failed, $"{dead.Name} {dead.Obituary()}");
            }

            var members = await membership.ReadAsync(_file.Cluster, cancellationToken);
            if (silos.TrueForAll(silo => members.Any(member => IsOf(silo, member, began))))
            {
                return;
            }

            if (TimeProvider.System.GetUtcNow() - began > StartPatience)
            {
                throw new EgException(ExitCode.Failed, $"not all silos became members within {StartPatience.TotalSeconds:0} s; their logs are in {Logs}.");
            }

            await Task.Delay(Look, TimeProvider.System, cancellationToken);
        }
    }

    /// <summary>Starts one silo more, without waiting for it. Its name is new: what was said of an earlier one is not meant for it.</summary>
    public ServingProcess Add()
    {
        lock (_changing)
        {
            var silo = Start(++_started);
            _settings.Started?.Invoke(silo);
            _silos = [.. _silos, silo];
            return silo;
        }
    }

    /// <summary>Takes out those that have ended.</summary>
    public IReadOnlyList<ServingProcess> TakeEnded()
    {
        lock (_changing)
        {
            var ended = _silos.FindAll(silo => silo.HasExited);
            _silos = [.. _silos.Except(ended)];
            return ended;
        }
    }

    /// <summary>Ends the database that was started for the silos as a crash would.</summary>
    public Task CrashDatabaseAsync(CancellationToken cancellationToken) => _server!.StopAsync(immediately: true, cancellationToken);

    /// <summary>Starts it again where it was.</summary>
    public async Task RestartDatabaseAsync(CancellationToken cancellationToken) => _server = await _server!.StartAgainAsync(cancellationToken);

    /// <summary>
    /// Waits until the last silo has ended, and notes the end of each. For one that the others had given up, which nobody asked to end, another is started;
    /// and for any in a cluster that may be broken.
    /// </summary>
    public async Task WatchAsync(CancellationToken cancellationToken)
    {
        while (_silos.Count > 0)
        {
            var ended = TakeEnded();
            var missing = ended.Count(silo => _settings.AllowsChaos || silo.WasGivenUp);
            foreach (var silo in ended)
            {
                Terminal.Note($"{silo.Name} (pid {silo.Id}) {silo.Obituary()}" + (_silos.Count > 0 ? "; its work goes on elsewhere" : ""));
                silo.Dispose();
            }

            if (missing > 0)
            {
                await Task.Delay(RestartAfter, TimeProvider.System, cancellationToken);
                for (; missing > 0; missing--)
                {
                    var next = Add();
                    Terminal.Note($"{next.Name} (pid {next.Id}) is started in place of one that has ended");
                }
            }

            await Task.Delay(Look, TimeProvider.System, cancellationToken);
        }
    }

    /// <summary>Ends what still runs: silos in order, then the database that was started for them.</summary>
    public async ValueTask DisposeAsync()
    {
        await ServingProcess.EndAsync(_silos);
        if (_server?.FindProcessIds().Count > 0)
        {
            await _server.StopAsync();
        }
    }

    private string Logs => Path.Combine(_settings.Directory, "logs");

    // The start time tells this start from earlier ones.
    private static bool IsOf(ServingProcess silo, MemberRow member, DateTimeOffset began) =>
        member.Status == MemberStatus.Active && member.StartedAt >= began && silo.IsMember(member.Name);

    private ServingProcess Start(int number)
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"silo-{number}");
        var environment = new Dictionary<string, string>();
        if (_settings.RecordEventsTo is { } events)
        {
            environment["ElasticGrains__RecordEventsTo"] = Path.Combine(events, name);
        }

        foreach (var (key, value) in _settings.EnvironmentOf?.Invoke(name, _file.ConnectionString) ?? new Dictionary<string, string>())
        {
            environment[key] = value;
        }

        return SiloCommandLine.Start(name, Logs, _file, _settings.Slots ?? Math.Max(1, Environment.ProcessorCount / (_settings.Scale?.MaxSilos ?? _settings.Silos)), _settings.Host, environment);
    }
}
