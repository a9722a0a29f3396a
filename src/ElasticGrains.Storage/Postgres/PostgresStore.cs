using ElasticGrains.Ledger;
using Npgsql;

namespace ElasticGrains.Storage.Postgres;

/// <summary>An open ledger in PostgreSQL: a pool of connections and the writers that group commits. Ledger, blocks and reader share it.</summary>
public sealed class PostgresStore : IAsyncDisposable
{
    // A process that freezes inside a transaction must not hold up its successor for long, nor a lost machine's for ever. A lock is
    // held for milliseconds: who waits for seconds waits for somebody who is not there.
    private const string SessionOptions = "-c idle_in_transaction_session_timeout=2000 -c lock_timeout=3000 "
        + "-c tcp_keepalives_idle=5 -c tcp_keepalives_interval=2 -c tcp_keepalives_count=3";

    private const string Application = "elasticgrains";

    // Frozen in the middle of sending, a client is not idle to the server, and no time-out of PostgreSQL 15 ends that.
    private const string EndStuck = "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE application_name = '" + Application + "' "
        + "AND datname = current_database() AND pid <> pg_backend_pid() AND wait_event = 'ClientRead' AND xact_start < now() - interval '2 seconds'";

    private readonly WriterLanes _writer;

    private PostgresStore(PostgresStoreOptions options, NpgsqlDataSource source, string server)
    {
        Options = options;
        Source = source;
        Server = server;
        Reserve = new ThreadReserve(options.MaxConnections, TimeProvider.System);
        _writer = new WriterLanes(this);
        Remote = new RemoteBlocks(this);
    }

    /// <summary>The connections, with the grid's schema first in their search path.</summary>
    public NpgsqlDataSource Source { get; }

    /// <summary>Host, port and database, for messages.</summary>
    public string Server { get; }

    internal PostgresStoreOptions Options { get; }

    /// <summary>The blocks that are not in the database.</summary>
    internal RemoteBlocks Remote { get; }

    /// <summary>Who waits for the database says so there.</summary>
    internal ThreadReserve Reserve { get; }

    /// <summary>Prepares the connections; none is opened yet.</summary>
    /// <exception cref="ArgumentException">The connection string makes no sense.</exception>
    public static PostgresStore Open(PostgresStoreOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        var connection = new NpgsqlConnectionStringBuilder(options.ConnectionString)
        {
            SearchPath = options.Schema,
            Options = SessionOptions,
            CommandTimeout = (int)Math.Ceiling(options.CommandTimeout.TotalSeconds),
            MaxAutoPrepare = 50,
            AutoPrepareMinUsages = 2,
            Timeout = 5,
            MaxPoolSize = options.MaxConnections,
            ApplicationName = Application,
        };
        return new PostgresStore(options, NpgsqlDataSource.Create(connection), $"{connection.Host}:{connection.Port}/{connection.Database}");
    }

    /// <summary>The database's time, which all machines of a cluster share.</summary>
    public Task<DateTimeOffset> ReadClockAsync(CancellationToken cancellationToken = default) => RepeatableAsync(
        async connection =>
        {
            await using var command = new NpgsqlCommand("SELECT clock_timestamp()", connection);
            return new DateTimeOffset((DateTime)(await command.ExecuteScalarAsync(cancellationToken))!, TimeSpan.Zero);
        },
        cancellationToken);

    /// <summary>Looks whether blocks can be written to where they are to be: writes, reads and deletes an object there.</summary>
    /// <exception cref="LedgerUnavailableException">One of these cannot be done; the message says why.</exception>
    public Task CheckBlocksAsync(CancellationToken cancellationToken = default) =>
        Options.Blocks is { } place ? Remote.CheckAsync(place, cancellationToken) : Task.CompletedTask;

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _writer.StopAsync();
        Remote.Dispose();
        await Source.DisposeAsync();
        Reserve.Dispose();
    }

    /// <summary>Judges and writes in the next shared transaction.</summary>
    internal Task<T> WriteAsync<T>(PostgresWrite write, Func<WriteSet, T> judge, long bytes, CancellationToken cancellationToken) =>
        _writer.WriteAsync(write, judge, bytes, cancellationToken);

    /// <summary>Runs on a connection of its own.</summary>
    internal async Task<T> RunAsync<T>(Func<NpgsqlConnection, Task<T>> work, CancellationToken cancellationToken)
    {
        try
        {
            return await Reserve.CountAsync(async () =>
            {
                await using var connection = await Source.OpenConnectionAsync(cancellationToken);
                return await work(connection);
            });
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            throw Translated(error);
        }
    }

    /// <summary>
    /// Runs what may be run twice, and does so when the connection turns out to be dead: after a restart of the server the pool is full of
    /// such.
    /// </summary>
    internal async Task<T> RepeatableAsync<T>(Func<NpgsqlConnection, Task<T>> work, CancellationToken cancellationToken)
    {
        try
        {
            return await RunAsync(work, cancellationToken);
        }
        catch (LedgerUnavailableException error) when (error.InnerException is NpgsqlException { InnerException: IOException } or PostgresException { SqlState: PostgresErrorCodes.AdminShutdown })
        {
            Source.Clear();
            return await RunAsync(work, cancellationToken);
        }
    }

    /// <summary>Reads from one snapshot of the database.</summary>
    internal Task<T> SnapshotAsync<T>(Func<NpgsqlConnection, Task<T>> read, CancellationToken cancellationToken) => RepeatableAsync(
        async connection =>
        {
            await using var transaction = await connection.BeginTransactionAsync(System.Data.IsolationLevel.RepeatableRead, cancellationToken);
            var answer = await read(connection);
            await transaction.CommitAsync(cancellationToken);
            return answer;
        },
        cancellationToken);

    /// <summary>Ends transactions of processes that stopped in the middle of one; false when there is none.</summary>
    internal async Task<bool> EndStuckTransactionsAsync()
    {
        await using var command = Source.CreateCommand(EndStuck);
        return await command.ExecuteScalarAsync() is > 0L;
    }

    internal Exception Translated(Exception error) => PostgresTrouble.Of(error, Server);
}
