using System.Globalization;
using ElasticGrains.Cli.Output;
using ElasticGrains.Storage.Local;
using ElasticGrains.Storage.Postgres;

namespace ElasticGrains.Cli.Clusters;

/// <summary>Silo processes on this machine, from their start to the end of the last.</summary>
internal sealed class LocalCluster : IAsyncDisposable
{
    private static readonly TimeSpan StartPatience = TimeSpan.FromSeconds(60);

    // Longer than a silo's drain takes at most, with its usual deadline of 30 s.
    private static readonly TimeSpan StopPatience = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(200);

    private readonly List<ServingProcess> _silos = [];
    private readonly UpSettings _settings;
    private readonly ClusterFile _file;
    private readonly DevelopmentServer? _server;
    private int _started;

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
        var silo = Start(_silos.Count + 1);
        _silos.Add(silo);
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
        var silo = Start(++_started);
        _silos.Add(silo);
        return silo;
    }

    /// <summary>Takes out those that have ended.</summary>
    public IReadOnlyList<ServingProcess> TakeEnded()
    {
        var ended = _silos.FindAll(silo => silo.HasExited);
        _silos.RemoveAll(ended.Contains);
        return ended;
    }

    /// <summary>Waits until the last silo has ended, and notes the end of each.</summary>
    public async Task WatchAsync(CancellationToken cancellationToken)
    {
        var left = _silos.ToList();
        while (left.Count > 0)
        {
            foreach (var dead in left.Where(silo => silo.HasExited).ToList())
            {
                left.Remove(dead);
                Terminal.Note($"{dead.Name} (pid {dead.Id}) {dead.Obituary()}" + (left.Count > 0 ? "; its work goes on elsewhere" : ""));
            }

            await Task.Delay(Look, TimeProvider.System, cancellationToken);
        }
    }

    /// <summary>Ends what still runs: silos in order, then the database that was started for them.</summary>
    public async ValueTask DisposeAsync()
    {
        using var impatience = new CancellationTokenSource(StopPatience, TimeProvider.System);
        _silos.ForEach(silo => silo.Terminate());
        foreach (var silo in _silos)
        {
            try
            {
                await silo.WaitForExitAsync(impatience.Token);
            }
            catch (OperationCanceledException)
            {
                silo.Kill();
            }

            silo.Dispose();
        }

        if (_server?.FindProcessIds().Count > 0)
        {
            await _server.StopAsync();
        }
    }

    private string Logs => Path.Combine(_settings.Directory, "logs");

    // A silo adds characters of its own to its name; the start time tells this start from earlier ones.
    private static bool IsOf(ServingProcess silo, MemberRow member, DateTimeOffset began) =>
        member.Status == MemberStatus.Active && member.StartedAt >= began && member.Name.StartsWith($"{silo.Name}.", StringComparison.Ordinal);

    private ServingProcess Start(int number)
    {
        Directory.CreateDirectory(Logs);
        var name = string.Create(CultureInfo.InvariantCulture, $"silo-{number}");
        var slots = _settings.Slots ?? Math.Max(1, Environment.ProcessorCount / (_settings.Scale?.MaxSilos ?? _settings.Silos));
        var environment = new Dictionary<string, string>
        {
            ["ElasticGrains__ConnectionString"] = _file.ConnectionString,
            ["ElasticGrains__Schema"] = _file.Schema,
            ["ElasticGrains__Cluster"] = _file.Cluster,
            ["ElasticGrains__TokenFile"] = _file.TokenFile,
            ["ElasticGrains__Name"] = name,
            ["ElasticGrains__Slots"] = slots.ToString(CultureInfo.InvariantCulture),
            ["ElasticGrains__SiloPort"] = "0",
            ["ElasticGrains__GatewayPort"] = "0",
            ["ElasticGrains__HealthUrls"] = "http://127.0.0.1:0",
            ["ASPNETCORE_URLS"] = "http://127.0.0.1:0",

            // The watcher for changed settings would hear of every file below this directory, such as the silos' logs.
            ["DOTNET_hostBuilder__reloadConfigOnChange"] = "false",
        };
        if (_settings.RecordEventsTo is { } events)
        {
            environment["ElasticGrains__RecordEventsTo"] = Path.Combine(events, name);
        }

        return ServingProcess.Start(name, Path.Combine(Path.GetFullPath(Logs), $"{name}.log"), SiloCommandLine.Of(_settings.Host), environment);
    }
}
