using ElasticGrains.Cli.Clusters;
using ElasticGrains.Client;
using ElasticGrains.Jobs;
using ElasticGrains.Ledger;
using ElasticGrains.Security;
using ElasticGrains.Storage.Postgres;

namespace ElasticGrains.Cli.Bench;

/// <summary>A cluster for measuring: silo processes on a PostgreSQL of its own that flushes every commit to disk; all of it is gone at the end.</summary>
internal sealed class BenchCluster : IAsyncDisposable
{
    /// <summary>The least that a durable commit can write, see <see cref="CreateRowTableAsync"/>.</summary>
    public const string InsertOneRow = $"INSERT INTO {PostgresStoreOptions.DefaultSchema}.bench(body) VALUES('one row')";

    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("eg-bench-");
    private readonly int _siloCount;
    private readonly int _slots;
    private LocalCluster _cluster = null!;
    private ClusterClient? _client;

    private BenchCluster(int silos, int slots) => (_siloCount, _slots) = (silos, slots);

    /// <summary>The connected client.</summary>
    public IGrid Grid => _client!.Grid;

    public IReadOnlyList<ServingProcess> Silos => _cluster.Silos;

    public IGrainFactory Grains => _client!.Grains;

    /// <summary>What calls are signed with.</summary>
    public ClusterToken Token => ClusterToken.ReadFrom(ClusterFile.Read(_directory.FullName).TokenFile);

    /// <summary>The database, past the silos.</summary>
    public PostgresStore Store { get; private set; } = null!;

    public string ConnectionString { get; private set; } = "";

    public PostgresBlockStore Blocks => new(Store);

    public PostgresJobLedger Ledger => new(Store, TimeProvider.System);

    public static async Task<BenchCluster> StartAsync(int silos, int slots, CancellationToken cancellationToken, Func<PostgresJobLedger, Task>? prepare = null)
    {
        var bench = new BenchCluster(silos, slots);
        try
        {
            await bench.StartAsync(prepare, cancellationToken);
            return bench;
        }
        catch
        {
            await bench.DisposeAsync();
            throw;
        }
    }

    /// <summary>Starts one more silo and waits until it is a member.</summary>
    public Task<ServingProcess> AddSiloAsync(CancellationToken cancellationToken) => _cluster.AddAsync(cancellationToken);

    /// <summary>Moves a running shard.</summary>
    /// <exception cref="InvalidOperationException">It cannot be moved: the figure is void.</exception>
    public async Task MoveAsync(string jobId, int shard, ServingProcess to, CancellationToken cancellationToken)
    {
        var silo = (await _client!.Grains.ResourceManager().GetSilosAsync().WaitAsync(cancellationToken)).Single(it => to.IsMember(it.Silo));
        if (await _client.Grains.Job(jobId).MoveShardAsync(shard, silo.Silo).WaitAsync(cancellationToken) is { } trouble)
        {
            throw new InvalidOperationException($"The figure is void: {trouble}.");
        }
    }

    public async Task CreateRowTableAsync()
    {
        await using var command = Store.Source.CreateCommand($"CREATE TABLE {PostgresStoreOptions.DefaultSchema}.bench(id bigserial PRIMARY KEY, body text NOT NULL)");
        await command.ExecuteNonQueryAsync();
    }

    /// <summary>Whether any job is unfinished. Asked often, it must not be what is measured: the list of thousands of them would.</summary>
    public async Task<bool> IsBusyAsync(CancellationToken cancellationToken)
    {
        await using var command = Store.Source.CreateCommand($"SELECT EXISTS(SELECT 1 FROM {PostgresStoreOptions.DefaultSchema}.jobs WHERE final IS NULL)");
        return await command.ExecuteScalarAsync(cancellationToken) is true;
    }

    /// <summary>A job's events once they are so.</summary>
    public async Task<IReadOnlyList<LedgerEvent>> HistoryAsync(string jobId, Func<IReadOnlyList<LedgerEvent>, bool> holds, CancellationToken cancellationToken)
    {
        while (true)
        {
            if (await Ledger.ReadCondensedHistoryAsync(jobId, cancellationToken) is { } history && holds(history.Events))
            {
                return history.Events;
            }

            await Task.Delay(50, cancellationToken);
        }
    }

    /// <summary>All silos and the database die, none in an orderly way.</summary>
    public async Task CrashAsync(CancellationToken cancellationToken)
    {
        foreach (var silo in Silos)
        {
            silo.Kill();
        }

        var server = await DevelopmentDatabase.StartAsync(_directory.FullName, cancellationToken);
        await server.StopAsync(immediately: true, cancellationToken);
        await CloseAsync();
    }

    /// <summary>Starts database and silos again, as 'eg up' in the same directory does.</summary>
    public Task StartAgainAsync(CancellationToken cancellationToken) => StartAsync(prepare: null, cancellationToken);

    public async ValueTask DisposeAsync()
    {
        await CloseAsync();
        var database = DevelopmentDatabase.DirectoryOf(_directory.FullName);
        if (Directory.Exists(database))
        {
            Directory.Delete(database, recursive: true);
        }

        if (_directory.Exists)
        {
            _directory.Delete(recursive: true);
        }
    }

    private async Task StartAsync(Func<PostgresJobLedger, Task>? prepare, CancellationToken cancellationToken)
    {
        var state = _directory.FullName;
        _cluster = await LocalCluster.PrepareAsync(
            new UpSettings(state, _siloCount, _slots, Postgres: null, "bench", PostgresStoreOptions.DefaultSchema, Host: null, RecordEventsTo: null), cancellationToken);
        var file = ClusterFile.Read(state);
        ConnectionString = file.ConnectionString;
        Store = PostgresStore.Open(new PostgresStoreOptions { ConnectionString = file.ConnectionString });
        if (prepare is not null)
        {
            await prepare(Ledger);
        }

        await _cluster.StartAsync(cancellationToken);
        _client = await ClusterClient.ConnectAsync(file, cancellationToken);
    }

    private async Task CloseAsync()
    {
        if (_client is not null)
        {
            await _client.DisposeAsync();
        }

        if (Store is not null)
        {
            await Store.DisposeAsync();
        }

        if (_cluster is not null)
        {
            await _cluster.DisposeAsync();
        }
    }
}
