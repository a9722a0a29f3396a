using ElasticGrains.Storage.Postgres;
using ElasticGrains.Tests.Shared;
using Npgsql;

namespace ElasticGrains.Cluster.Tests.Support;

/// <summary>
/// Holds something of the database, so that a silo stands still where it needs it, and can be killed there. Over a connection of its own: those of the store
/// lose transactions that are idle for two seconds, and silos end those that hold them up.
/// </summary>
public sealed class DatabaseHold : IAsyncDisposable
{
    /// <summary>Nobody writes a block.</summary>
    public const string Blocks = "LOCK TABLE blocks IN SHARE MODE";

    /// <summary>Counts those who wait to write one.</summary>
    public const string WaitingForBlocks = "SELECT count(*) FROM pg_locks WHERE NOT granted AND relation = 'blocks'::regclass";

    // What a killed silo has sent, a server that waits for a lock would still do.
    private const string EndWaiting = "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'";

    private readonly TestCluster _cluster;
    private readonly NpgsqlDataSource _source;
    private NpgsqlConnection? _connection;

    private DatabaseHold(TestCluster cluster)
    {
        _cluster = cluster;
        _source = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(cluster.ConnectionString) { SearchPath = PostgresStoreOptions.DefaultSchema, Pooling = false });
    }

    /// <summary>Holds what a statement locks, until it is let go.</summary>
    public static async Task<DatabaseHold> OnAsync(TestCluster cluster, string sql)
    {
        var hold = new DatabaseHold(cluster);
        hold._connection = await hold._source.OpenConnectionAsync();
#pragma warning disable CA2100 // The statements are the tests' own.
        await using var command = new NpgsqlCommand($"BEGIN; {sql}", hold._connection);
#pragma warning restore CA2100
        await command.ExecuteNonQueryAsync();
        return hold;
    }

    /// <summary>Waits until a statement counts so many.</summary>
    public static Task BecomesAsync(TestCluster cluster, string count, long expected, string what) =>
        Eventually.HoldsAsync(async () => await CountAsync(cluster, count) == expected, what);

    public static async Task<long> CountAsync(TestCluster cluster, string sql)
    {
        await using var command = cluster.Store.Source.CreateCommand(sql);
        return (long)(await command.ExecuteScalarAsync())!;
    }

    /// <summary>Kills the writer of a job, which waits for what is held, with what it waits for.</summary>
    public async Task KillWriterAsync(string job)
    {
        (await _cluster.WriterOfAsync(job)).Kill();
        Assert.Equal(1, await CountAsync(_cluster, EndWaiting));
    }

    public async ValueTask DisposeAsync()
    {
        // Closed, with what it holds.
        if (_connection is not null)
        {
            await _connection.DisposeAsync();
        }

        await _source.DisposeAsync();
    }
}
