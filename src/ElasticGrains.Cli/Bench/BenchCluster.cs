using ElasticGrains.Cli.Clusters;
using ElasticGrains.Client;
using ElasticGrains.Storage.Postgres;

namespace ElasticGrains.Cli.Bench;

/// <summary>A cluster for measuring: silo processes on a PostgreSQL of its own that flushes every commit to disk; all of it is gone at the end.</summary>
internal sealed class BenchCluster : IAsyncDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("eg-bench-");
    private LocalCluster _cluster = null!;
    private ClusterClient? _client;

    /// <summary>The connected client.</summary>
    public IGrid Grid => _client!.Grid;

    public IReadOnlyList<ServingProcess> Silos => _cluster.Silos;

    /// <summary>The database, past the silos.</summary>
    public PostgresStore Store { get; private set; } = null!;

    public PostgresJobLedger Ledger => new(Store, TimeProvider.System);

    public static async Task<BenchCluster> StartAsync(int silos, int slots, CancellationToken cancellationToken, Func<PostgresJobLedger, Task>? prepare = null)
    {
        var bench = new BenchCluster();
        try
        {
            var state = bench._directory.FullName;
            bench._cluster = await LocalCluster.PrepareAsync(
                new UpSettings(state, silos, slots, Postgres: null, "bench", PostgresStoreOptions.DefaultSchema, Host: null, RecordEventsTo: null), cancellationToken);
            var file = ClusterFile.Read(state);
            bench.Store = PostgresStore.Open(new PostgresStoreOptions { ConnectionString = file.ConnectionString });
            if (prepare is not null)
            {
                await prepare(bench.Ledger);
            }

            await bench._cluster.StartAsync(cancellationToken);
            bench._client = await ClusterClient.ConnectAsync(file, cancellationToken);
            return bench;
        }
        catch
        {
            await bench.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
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
}
